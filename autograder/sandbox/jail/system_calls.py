"""The numbers of system calls that the filter has a rule for, and which of them are refused whatever they are asked.

Each is (x86_64, aarch64), with None where there is no such call, from the kernel's asm/unistd_64.h and
asm-generic/unistd.h: the columns that `linux.column` tells apart.
"""

from __future__ import annotations

# Programs are not executed: `!ls` gets a note from the shell, and a compiler is not needed to grade a notebook.
REFUSED: dict[str, tuple[int | None, int | None]] = {
    "acct": (163, 89), "add_key": (248, 217), "adjtimex": (159, 171), "bpf": (321, 280), "cachestat": (451, 451),
    "chroot": (161, 51), "clock_adjtime": (305, 266), "clock_settime": (227, 112), "delete_module": (176, 106),
    "execve": (59, 221), "execveat": (322, 281), "fanotify_init": (300, 262), "finit_module": (313, 273),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fsopen": (430, 430), "fspick": (433, 433),
    "init_module": (175, 105), "inotify_init": (253, None), "inotify_init1": (294, 26), "io_setup": (206, 0),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "io_uring_setup": (425, 425),
    "ioprio_set": (251, 30), "kcmp": (312, 272), "kexec_file_load": (320, 294), "kexec_load": (246, 104),
    "keyctl": (250, 219), "landlock_add_rule": (445, 445), "landlock_create_ruleset": (444, 444),
    "landlock_restrict_self": (446, 446), "listmount": (458, 458), "lookup_dcookie": (212, 18),
    "lsm_set_self_attr": (460, 460), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "migrate_pages": (256, 238), "mincore": (27, 232), "modify_ldt": (154, None), "mount": (165, 40),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "move_pages": (279, 239), "mq_notify": (244, 184),
    "mq_open": (240, 180), "mq_unlink": (241, 181), "msgget": (68, 186), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "open_tree": (428, 428), "open_tree_attr": (467, 467),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438), "pivot_root": (155, 41),
    "process_madvise": (440, 440), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "ptrace": (101, 117), "quotactl": (179, 60), "quotactl_fd": (443, 443), "reboot": (169, 142),
    "request_key": (249, 218), "sched_setaffinity": (203, 122), "sched_setattr": (314, 274),
    "sched_setparam": (142, 118), "sched_setscheduler": (144, 119), "seccomp": (317, 277), "semget": (64, 190),
    "setdomainname": (171, 162), "sethostname": (170, 161), "setns": (308, 268), "setpriority": (141, 140),
    "settimeofday": (164, 170), "shmget": (29, 194), "splice": (275, 76), "statmount": (457, 457),
    "swapoff": (168, 225), "swapon": (167, 224), "sync": (162, 81), "syncfs": (306, 267), "syslog": (103, 116),
    "tee": (276, 77), "timer_create": (222, 107), "umount2": (166, 39), "unshare": (272, 97), "uselib": (134, None),
    "userfaultfd": (323, 282), "vhangup": (153, 58), "vmsplice": (278, 75),
}  # fmt: skip
# calls that do nothing and say that all is well. The kernel shares a processor out among sessions before it does so
# among their processes: a sandbox is one session, however many processes it has.
IDLE = {"setsid": (112, 157)}
# calls that no file system seems to have. Room on a disk that nothing is written to: one call could take all that there
# is, and libc writes zeros instead. Attributes of files: in /dev/shm they are the kernel's memory, and nobody's
UNSUPPORTED = {
    "fallocate": (285, 47), "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
}  # fmt: skip
# reading and writing with flags tells what others have read (RWF_NOWAIT), and dropping pages makes it a message
FLAGGED = {"preadv2": (327, 286), "pwritev2": (328, 287)}
FADVISE = (221, 223)
# calls that send a signal, and which of their arguments says which one
SENDERS = {
    "kill": ((62, 129), 1), "pidfd_send_signal": ((424, 424), 1), "rt_sigqueueinfo": ((129, 138), 1),
    "rt_tgsigqueueinfo": ((297, 240), 2), "tgkill": ((234, 131), 2), "tkill": ((200, 130), 1),
}  # fmt: skip
# calls that are refused for some of their arguments
CLONE = (56, 220)
CLONE3 = (435, 435)
FCNTL = (72, 25)
IOCTL = (16, 29)
MMAP = (9, 222)
PRCTL = (157, 167)
PRLIMIT = (302, 261)
SETRLIMIT = (160, 164)
SETSOCKOPT = (54, 208)
SOCKET = (41, 198)
SOCKETPAIR = (53, 199)

FIRST_UNKNOWN = 470  # Linux 6.18 has none above; it also stands below all numbers of the x32 ABI
AUDIT_ARCH = (0xC000003E, 0xC00000B7)  # what the kernel calls these two architectures
