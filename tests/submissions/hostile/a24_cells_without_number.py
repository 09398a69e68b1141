# attack: A24: more than a thousand cells, each of which prints and defines two exercises
# earns: nothing
# %%
linreg = squared_loss = 0; print(0)
# %%
linreg = squared_loss = 1; print(1)
# %%
linreg = squared_loss = 2; print(2)
# %%
linreg = squared_loss = 3; print(3)
# %%
linreg = squared_loss = 4; print(4)
# %%
linreg = squared_loss = 5; print(5)
# %%
linreg = squared_loss = 6; print(6)
# %%
linreg = squared_loss = 7; print(7)
# %%
linreg = squared_loss = 8; print(8)
# %%
linreg = squared_loss = 9; print(9)
# %%
linreg = squared_loss = 10; print(10)
# %%
linreg = squared_loss = 11; print(11)
# %%
linreg = squared_loss = 12; print(12)
# %%
linreg = squared_loss = 13; print(13)
# %%
linreg = squared_loss = 14; print(14)
# %%
linreg = squared_loss = 15; print(15)
# %%
linreg = squared_loss = 16; print(16)
# %%
linreg = squared_loss = 17; print(17)
# %%
linreg = squared_loss = 18; print(18)
# %%
linreg = squared_loss = 19; print(19)
# %%
linreg = squared_loss = 20; print(20)
# %%
linreg = squared_loss = 21; print(21)
# %%
linreg = squared_loss = 22; print(22)
# %%
linreg = squared_loss = 23; print(23)
# %%
linreg = squared_loss = 24; print(24)
# %%
linreg = squared_loss = 25; print(25)
# %%
linreg = squared_loss = 26; print(26)
# %%
linreg = squared_loss = 27; print(27)
# %%
linreg = squared_loss = 28; print(28)
# %%
linreg = squared_loss = 29; print(29)
# %%
linreg = squared_loss = 30; print(30)
# %%
linreg = squared_loss = 31; print(31)
# %%
linreg = squared_loss = 32; print(32)
# %%
linreg = squared_loss = 33; print(33)
# %%
linreg = squared_loss = 34; print(34)
# %%
linreg = squared_loss = 35; print(35)
# %%
linreg = squared_loss = 36; print(36)
# %%
linreg = squared_loss = 37; print(37)
# %%
linreg = squared_loss = 38; print(38)
# %%
linreg = squared_loss = 39; print(39)
# %%
linreg = squared_loss = 40; print(40)
# %%
linreg = squared_loss = 41; print(41)
# %%
linreg = squared_loss = 42; print(42)
# %%
linreg = squared_loss = 43; print(43)
# %%
linreg = squared_loss = 44; print(44)
# %%
linreg = squared_loss = 45; print(45)
# %%
linreg = squared_loss = 46; print(46)
# %%
linreg = squared_loss = 47; print(47)
# %%
linreg = squared_loss = 48; print(48)
# %%
linreg = squared_loss = 49; print(49)
# %%
linreg = squared_loss = 50; print(50)
# %%
linreg = squared_loss = 51; print(51)
# %%
linreg = squared_loss = 52; print(52)
# %%
linreg = squared_loss = 53; print(53)
# %%
linreg = squared_loss = 54; print(54)
# %%
linreg = squared_loss = 55; print(55)
# %%
linreg = squared_loss = 56; print(56)
# %%
linreg = squared_loss = 57; print(57)
# %%
linreg = squared_loss = 58; print(58)
# %%
linreg = squared_loss = 59; print(59)
# %%
linreg = squared_loss = 60; print(60)
# %%
linreg = squared_loss = 61; print(61)
# %%
linreg = squared_loss = 62; print(62)
# %%
linreg = squared_loss = 63; print(63)
# %%
linreg = squared_loss = 64; print(64)
# %%
linreg = squared_loss = 65; print(65)
# %%
linreg = squared_loss = 66; print(66)
# %%
linreg = squared_loss = 67; print(67)
# %%
linreg = squared_loss = 68; print(68)
# %%
linreg = squared_loss = 69; print(69)
# %%
linreg = squared_loss = 70; print(70)
# %%
linreg = squared_loss = 71; print(71)
# %%
linreg = squared_loss = 72; print(72)
# %%
linreg = squared_loss = 73; print(73)
# %%
linreg = squared_loss = 74; print(74)
# %%
linreg = squared_loss = 75; print(75)
# %%
linreg = squared_loss = 76; print(76)
# %%
linreg = squared_loss = 77; print(77)
# %%
linreg = squared_loss = 78; print(78)
# %%
linreg = squared_loss = 79; print(79)
# %%
linreg = squared_loss = 80; print(80)
# %%
linreg = squared_loss = 81; print(81)
# %%
linreg = squared_loss = 82; print(82)
# %%
linreg = squared_loss = 83; print(83)
# %%
linreg = squared_loss = 84; print(84)
# %%
linreg = squared_loss = 85; print(85)
# %%
linreg = squared_loss = 86; print(86)
# %%
linreg = squared_loss = 87; print(87)
# %%
linreg = squared_loss = 88; print(88)
# %%
linreg = squared_loss = 89; print(89)
# %%
linreg = squared_loss = 90; print(90)
# %%
linreg = squared_loss = 91; print(91)
# %%
linreg = squared_loss = 92; print(92)
# %%
linreg = squared_loss = 93; print(93)
# %%
linreg = squared_loss = 94; print(94)
# %%
linreg = squared_loss = 95; print(95)
# %%
linreg = squared_loss = 96; print(96)
# %%
linreg = squared_loss = 97; print(97)
# %%
linreg = squared_loss = 98; print(98)
# %%
linreg = squared_loss = 99; print(99)
# %%
linreg = squared_loss = 100; print(100)
# %%
linreg = squared_loss = 101; print(101)
# %%
linreg = squared_loss = 102; print(102)
# %%
linreg = squared_loss = 103; print(103)
# %%
linreg = squared_loss = 104; print(104)
# %%
linreg = squared_loss = 105; print(105)
# %%
linreg = squared_loss = 106; print(106)
# %%
linreg = squared_loss = 107; print(107)
# %%
linreg = squared_loss = 108; print(108)
# %%
linreg = squared_loss = 109; print(109)
# %%
linreg = squared_loss = 110; print(110)
# %%
linreg = squared_loss = 111; print(111)
# %%
linreg = squared_loss = 112; print(112)
# %%
linreg = squared_loss = 113; print(113)
# %%
linreg = squared_loss = 114; print(114)
# %%
linreg = squared_loss = 115; print(115)
# %%
linreg = squared_loss = 116; print(116)
# %%
linreg = squared_loss = 117; print(117)
# %%
linreg = squared_loss = 118; print(118)
# %%
linreg = squared_loss = 119; print(119)
# %%
linreg = squared_loss = 120; print(120)
# %%
linreg = squared_loss = 121; print(121)
# %%
linreg = squared_loss = 122; print(122)
# %%
linreg = squared_loss = 123; print(123)
# %%
linreg = squared_loss = 124; print(124)
# %%
linreg = squared_loss = 125; print(125)
# %%
linreg = squared_loss = 126; print(126)
# %%
linreg = squared_loss = 127; print(127)
# %%
linreg = squared_loss = 128; print(128)
# %%
linreg = squared_loss = 129; print(129)
# %%
linreg = squared_loss = 130; print(130)
# %%
linreg = squared_loss = 131; print(131)
# %%
linreg = squared_loss = 132; print(132)
# %%
linreg = squared_loss = 133; print(133)
# %%
linreg = squared_loss = 134; print(134)
# %%
linreg = squared_loss = 135; print(135)
# %%
linreg = squared_loss = 136; print(136)
# %%
linreg = squared_loss = 137; print(137)
# %%
linreg = squared_loss = 138; print(138)
# %%
linreg = squared_loss = 139; print(139)
# %%
linreg = squared_loss = 140; print(140)
# %%
linreg = squared_loss = 141; print(141)
# %%
linreg = squared_loss = 142; print(142)
# %%
linreg = squared_loss = 143; print(143)
# %%
linreg = squared_loss = 144; print(144)
# %%
linreg = squared_loss = 145; print(145)
# %%
linreg = squared_loss = 146; print(146)
# %%
linreg = squared_loss = 147; print(147)
# %%
linreg = squared_loss = 148; print(148)
# %%
linreg = squared_loss = 149; print(149)
# %%
linreg = squared_loss = 150; print(150)
# %%
linreg = squared_loss = 151; print(151)
# %%
linreg = squared_loss = 152; print(152)
# %%
linreg = squared_loss = 153; print(153)
# %%
linreg = squared_loss = 154; print(154)
# %%
linreg = squared_loss = 155; print(155)
# %%
linreg = squared_loss = 156; print(156)
# %%
linreg = squared_loss = 157; print(157)
# %%
linreg = squared_loss = 158; print(158)
# %%
linreg = squared_loss = 159; print(159)
# %%
linreg = squared_loss = 160; print(160)
# %%
linreg = squared_loss = 161; print(161)
# %%
linreg = squared_loss = 162; print(162)
# %%
linreg = squared_loss = 163; print(163)
# %%
linreg = squared_loss = 164; print(164)
# %%
linreg = squared_loss = 165; print(165)
# %%
linreg = squared_loss = 166; print(166)
# %%
linreg = squared_loss = 167; print(167)
# %%
linreg = squared_loss = 168; print(168)
# %%
linreg = squared_loss = 169; print(169)
# %%
linreg = squared_loss = 170; print(170)
# %%
linreg = squared_loss = 171; print(171)
# %%
linreg = squared_loss = 172; print(172)
# %%
linreg = squared_loss = 173; print(173)
# %%
linreg = squared_loss = 174; print(174)
# %%
linreg = squared_loss = 175; print(175)
# %%
linreg = squared_loss = 176; print(176)
# %%
linreg = squared_loss = 177; print(177)
# %%
linreg = squared_loss = 178; print(178)
# %%
linreg = squared_loss = 179; print(179)
# %%
linreg = squared_loss = 180; print(180)
# %%
linreg = squared_loss = 181; print(181)
# %%
linreg = squared_loss = 182; print(182)
# %%
linreg = squared_loss = 183; print(183)
# %%
linreg = squared_loss = 184; print(184)
# %%
linreg = squared_loss = 185; print(185)
# %%
linreg = squared_loss = 186; print(186)
# %%
linreg = squared_loss = 187; print(187)
# %%
linreg = squared_loss = 188; print(188)
# %%
linreg = squared_loss = 189; print(189)
# %%
linreg = squared_loss = 190; print(190)
# %%
linreg = squared_loss = 191; print(191)
# %%
linreg = squared_loss = 192; print(192)
# %%
linreg = squared_loss = 193; print(193)
# %%
linreg = squared_loss = 194; print(194)
# %%
linreg = squared_loss = 195; print(195)
# %%
linreg = squared_loss = 196; print(196)
# %%
linreg = squared_loss = 197; print(197)
# %%
linreg = squared_loss = 198; print(198)
# %%
linreg = squared_loss = 199; print(199)
# %%
linreg = squared_loss = 200; print(200)
# %%
linreg = squared_loss = 201; print(201)
# %%
linreg = squared_loss = 202; print(202)
# %%
linreg = squared_loss = 203; print(203)
# %%
linreg = squared_loss = 204; print(204)
# %%
linreg = squared_loss = 205; print(205)
# %%
linreg = squared_loss = 206; print(206)
# %%
linreg = squared_loss = 207; print(207)
# %%
linreg = squared_loss = 208; print(208)
# %%
linreg = squared_loss = 209; print(209)
# %%
linreg = squared_loss = 210; print(210)
# %%
linreg = squared_loss = 211; print(211)
# %%
linreg = squared_loss = 212; print(212)
# %%
linreg = squared_loss = 213; print(213)
# %%
linreg = squared_loss = 214; print(214)
# %%
linreg = squared_loss = 215; print(215)
# %%
linreg = squared_loss = 216; print(216)
# %%
linreg = squared_loss = 217; print(217)
# %%
linreg = squared_loss = 218; print(218)
# %%
linreg = squared_loss = 219; print(219)
# %%
linreg = squared_loss = 220; print(220)
# %%
linreg = squared_loss = 221; print(221)
# %%
linreg = squared_loss = 222; print(222)
# %%
linreg = squared_loss = 223; print(223)
# %%
linreg = squared_loss = 224; print(224)
# %%
linreg = squared_loss = 225; print(225)
# %%
linreg = squared_loss = 226; print(226)
# %%
linreg = squared_loss = 227; print(227)
# %%
linreg = squared_loss = 228; print(228)
# %%
linreg = squared_loss = 229; print(229)
# %%
linreg = squared_loss = 230; print(230)
# %%
linreg = squared_loss = 231; print(231)
# %%
linreg = squared_loss = 232; print(232)
# %%
linreg = squared_loss = 233; print(233)
# %%
linreg = squared_loss = 234; print(234)
# %%
linreg = squared_loss = 235; print(235)
# %%
linreg = squared_loss = 236; print(236)
# %%
linreg = squared_loss = 237; print(237)
# %%
linreg = squared_loss = 238; print(238)
# %%
linreg = squared_loss = 239; print(239)
# %%
linreg = squared_loss = 240; print(240)
# %%
linreg = squared_loss = 241; print(241)
# %%
linreg = squared_loss = 242; print(242)
# %%
linreg = squared_loss = 243; print(243)
# %%
linreg = squared_loss = 244; print(244)
# %%
linreg = squared_loss = 245; print(245)
# %%
linreg = squared_loss = 246; print(246)
# %%
linreg = squared_loss = 247; print(247)
# %%
linreg = squared_loss = 248; print(248)
# %%
linreg = squared_loss = 249; print(249)
# %%
linreg = squared_loss = 250; print(250)
# %%
linreg = squared_loss = 251; print(251)
# %%
linreg = squared_loss = 252; print(252)
# %%
linreg = squared_loss = 253; print(253)
# %%
linreg = squared_loss = 254; print(254)
# %%
linreg = squared_loss = 255; print(255)
# %%
linreg = squared_loss = 256; print(256)
# %%
linreg = squared_loss = 257; print(257)
# %%
linreg = squared_loss = 258; print(258)
# %%
linreg = squared_loss = 259; print(259)
# %%
linreg = squared_loss = 260; print(260)
# %%
linreg = squared_loss = 261; print(261)
# %%
linreg = squared_loss = 262; print(262)
# %%
linreg = squared_loss = 263; print(263)
# %%
linreg = squared_loss = 264; print(264)
# %%
linreg = squared_loss = 265; print(265)
# %%
linreg = squared_loss = 266; print(266)
# %%
linreg = squared_loss = 267; print(267)
# %%
linreg = squared_loss = 268; print(268)
# %%
linreg = squared_loss = 269; print(269)
# %%
linreg = squared_loss = 270; print(270)
# %%
linreg = squared_loss = 271; print(271)
# %%
linreg = squared_loss = 272; print(272)
# %%
linreg = squared_loss = 273; print(273)
# %%
linreg = squared_loss = 274; print(274)
# %%
linreg = squared_loss = 275; print(275)
# %%
linreg = squared_loss = 276; print(276)
# %%
linreg = squared_loss = 277; print(277)
# %%
linreg = squared_loss = 278; print(278)
# %%
linreg = squared_loss = 279; print(279)
# %%
linreg = squared_loss = 280; print(280)
# %%
linreg = squared_loss = 281; print(281)
# %%
linreg = squared_loss = 282; print(282)
# %%
linreg = squared_loss = 283; print(283)
# %%
linreg = squared_loss = 284; print(284)
# %%
linreg = squared_loss = 285; print(285)
# %%
linreg = squared_loss = 286; print(286)
# %%
linreg = squared_loss = 287; print(287)
# %%
linreg = squared_loss = 288; print(288)
# %%
linreg = squared_loss = 289; print(289)
# %%
linreg = squared_loss = 290; print(290)
# %%
linreg = squared_loss = 291; print(291)
# %%
linreg = squared_loss = 292; print(292)
# %%
linreg = squared_loss = 293; print(293)
# %%
linreg = squared_loss = 294; print(294)
# %%
linreg = squared_loss = 295; print(295)
# %%
linreg = squared_loss = 296; print(296)
# %%
linreg = squared_loss = 297; print(297)
# %%
linreg = squared_loss = 298; print(298)
# %%
linreg = squared_loss = 299; print(299)
# %%
linreg = squared_loss = 300; print(300)
# %%
linreg = squared_loss = 301; print(301)
# %%
linreg = squared_loss = 302; print(302)
# %%
linreg = squared_loss = 303; print(303)
# %%
linreg = squared_loss = 304; print(304)
# %%
linreg = squared_loss = 305; print(305)
# %%
linreg = squared_loss = 306; print(306)
# %%
linreg = squared_loss = 307; print(307)
# %%
linreg = squared_loss = 308; print(308)
# %%
linreg = squared_loss = 309; print(309)
# %%
linreg = squared_loss = 310; print(310)
# %%
linreg = squared_loss = 311; print(311)
# %%
linreg = squared_loss = 312; print(312)
# %%
linreg = squared_loss = 313; print(313)
# %%
linreg = squared_loss = 314; print(314)
# %%
linreg = squared_loss = 315; print(315)
# %%
linreg = squared_loss = 316; print(316)
# %%
linreg = squared_loss = 317; print(317)
# %%
linreg = squared_loss = 318; print(318)
# %%
linreg = squared_loss = 319; print(319)
# %%
linreg = squared_loss = 320; print(320)
# %%
linreg = squared_loss = 321; print(321)
# %%
linreg = squared_loss = 322; print(322)
# %%
linreg = squared_loss = 323; print(323)
# %%
linreg = squared_loss = 324; print(324)
# %%
linreg = squared_loss = 325; print(325)
# %%
linreg = squared_loss = 326; print(326)
# %%
linreg = squared_loss = 327; print(327)
# %%
linreg = squared_loss = 328; print(328)
# %%
linreg = squared_loss = 329; print(329)
# %%
linreg = squared_loss = 330; print(330)
# %%
linreg = squared_loss = 331; print(331)
# %%
linreg = squared_loss = 332; print(332)
# %%
linreg = squared_loss = 333; print(333)
# %%
linreg = squared_loss = 334; print(334)
# %%
linreg = squared_loss = 335; print(335)
# %%
linreg = squared_loss = 336; print(336)
# %%
linreg = squared_loss = 337; print(337)
# %%
linreg = squared_loss = 338; print(338)
# %%
linreg = squared_loss = 339; print(339)
# %%
linreg = squared_loss = 340; print(340)
# %%
linreg = squared_loss = 341; print(341)
# %%
linreg = squared_loss = 342; print(342)
# %%
linreg = squared_loss = 343; print(343)
# %%
linreg = squared_loss = 344; print(344)
# %%
linreg = squared_loss = 345; print(345)
# %%
linreg = squared_loss = 346; print(346)
# %%
linreg = squared_loss = 347; print(347)
# %%
linreg = squared_loss = 348; print(348)
# %%
linreg = squared_loss = 349; print(349)
# %%
linreg = squared_loss = 350; print(350)
# %%
linreg = squared_loss = 351; print(351)
# %%
linreg = squared_loss = 352; print(352)
# %%
linreg = squared_loss = 353; print(353)
# %%
linreg = squared_loss = 354; print(354)
# %%
linreg = squared_loss = 355; print(355)
# %%
linreg = squared_loss = 356; print(356)
# %%
linreg = squared_loss = 357; print(357)
# %%
linreg = squared_loss = 358; print(358)
# %%
linreg = squared_loss = 359; print(359)
# %%
linreg = squared_loss = 360; print(360)
# %%
linreg = squared_loss = 361; print(361)
# %%
linreg = squared_loss = 362; print(362)
# %%
linreg = squared_loss = 363; print(363)
# %%
linreg = squared_loss = 364; print(364)
# %%
linreg = squared_loss = 365; print(365)
# %%
linreg = squared_loss = 366; print(366)
# %%
linreg = squared_loss = 367; print(367)
# %%
linreg = squared_loss = 368; print(368)
# %%
linreg = squared_loss = 369; print(369)
# %%
linreg = squared_loss = 370; print(370)
# %%
linreg = squared_loss = 371; print(371)
# %%
linreg = squared_loss = 372; print(372)
# %%
linreg = squared_loss = 373; print(373)
# %%
linreg = squared_loss = 374; print(374)
# %%
linreg = squared_loss = 375; print(375)
# %%
linreg = squared_loss = 376; print(376)
# %%
linreg = squared_loss = 377; print(377)
# %%
linreg = squared_loss = 378; print(378)
# %%
linreg = squared_loss = 379; print(379)
# %%
linreg = squared_loss = 380; print(380)
# %%
linreg = squared_loss = 381; print(381)
# %%
linreg = squared_loss = 382; print(382)
# %%
linreg = squared_loss = 383; print(383)
# %%
linreg = squared_loss = 384; print(384)
# %%
linreg = squared_loss = 385; print(385)
# %%
linreg = squared_loss = 386; print(386)
# %%
linreg = squared_loss = 387; print(387)
# %%
linreg = squared_loss = 388; print(388)
# %%
linreg = squared_loss = 389; print(389)
# %%
linreg = squared_loss = 390; print(390)
# %%
linreg = squared_loss = 391; print(391)
# %%
linreg = squared_loss = 392; print(392)
# %%
linreg = squared_loss = 393; print(393)
# %%
linreg = squared_loss = 394; print(394)
# %%
linreg = squared_loss = 395; print(395)
# %%
linreg = squared_loss = 396; print(396)
# %%
linreg = squared_loss = 397; print(397)
# %%
linreg = squared_loss = 398; print(398)
# %%
linreg = squared_loss = 399; print(399)
# %%
linreg = squared_loss = 400; print(400)
# %%
linreg = squared_loss = 401; print(401)
# %%
linreg = squared_loss = 402; print(402)
# %%
linreg = squared_loss = 403; print(403)
# %%
linreg = squared_loss = 404; print(404)
# %%
linreg = squared_loss = 405; print(405)
# %%
linreg = squared_loss = 406; print(406)
# %%
linreg = squared_loss = 407; print(407)
# %%
linreg = squared_loss = 408; print(408)
# %%
linreg = squared_loss = 409; print(409)
# %%
linreg = squared_loss = 410; print(410)
# %%
linreg = squared_loss = 411; print(411)
# %%
linreg = squared_loss = 412; print(412)
# %%
linreg = squared_loss = 413; print(413)
# %%
linreg = squared_loss = 414; print(414)
# %%
linreg = squared_loss = 415; print(415)
# %%
linreg = squared_loss = 416; print(416)
# %%
linreg = squared_loss = 417; print(417)
# %%
linreg = squared_loss = 418; print(418)
# %%
linreg = squared_loss = 419; print(419)
# %%
linreg = squared_loss = 420; print(420)
# %%
linreg = squared_loss = 421; print(421)
# %%
linreg = squared_loss = 422; print(422)
# %%
linreg = squared_loss = 423; print(423)
# %%
linreg = squared_loss = 424; print(424)
# %%
linreg = squared_loss = 425; print(425)
# %%
linreg = squared_loss = 426; print(426)
# %%
linreg = squared_loss = 427; print(427)
# %%
linreg = squared_loss = 428; print(428)
# %%
linreg = squared_loss = 429; print(429)
# %%
linreg = squared_loss = 430; print(430)
# %%
linreg = squared_loss = 431; print(431)
# %%
linreg = squared_loss = 432; print(432)
# %%
linreg = squared_loss = 433; print(433)
# %%
linreg = squared_loss = 434; print(434)
# %%
linreg = squared_loss = 435; print(435)
# %%
linreg = squared_loss = 436; print(436)
# %%
linreg = squared_loss = 437; print(437)
# %%
linreg = squared_loss = 438; print(438)
# %%
linreg = squared_loss = 439; print(439)
# %%
linreg = squared_loss = 440; print(440)
# %%
linreg = squared_loss = 441; print(441)
# %%
linreg = squared_loss = 442; print(442)
# %%
linreg = squared_loss = 443; print(443)
# %%
linreg = squared_loss = 444; print(444)
# %%
linreg = squared_loss = 445; print(445)
# %%
linreg = squared_loss = 446; print(446)
# %%
linreg = squared_loss = 447; print(447)
# %%
linreg = squared_loss = 448; print(448)
# %%
linreg = squared_loss = 449; print(449)
# %%
linreg = squared_loss = 450; print(450)
# %%
linreg = squared_loss = 451; print(451)
# %%
linreg = squared_loss = 452; print(452)
# %%
linreg = squared_loss = 453; print(453)
# %%
linreg = squared_loss = 454; print(454)
# %%
linreg = squared_loss = 455; print(455)
# %%
linreg = squared_loss = 456; print(456)
# %%
linreg = squared_loss = 457; print(457)
# %%
linreg = squared_loss = 458; print(458)
# %%
linreg = squared_loss = 459; print(459)
# %%
linreg = squared_loss = 460; print(460)
# %%
linreg = squared_loss = 461; print(461)
# %%
linreg = squared_loss = 462; print(462)
# %%
linreg = squared_loss = 463; print(463)
# %%
linreg = squared_loss = 464; print(464)
# %%
linreg = squared_loss = 465; print(465)
# %%
linreg = squared_loss = 466; print(466)
# %%
linreg = squared_loss = 467; print(467)
# %%
linreg = squared_loss = 468; print(468)
# %%
linreg = squared_loss = 469; print(469)
# %%
linreg = squared_loss = 470; print(470)
# %%
linreg = squared_loss = 471; print(471)
# %%
linreg = squared_loss = 472; print(472)
# %%
linreg = squared_loss = 473; print(473)
# %%
linreg = squared_loss = 474; print(474)
# %%
linreg = squared_loss = 475; print(475)
# %%
linreg = squared_loss = 476; print(476)
# %%
linreg = squared_loss = 477; print(477)
# %%
linreg = squared_loss = 478; print(478)
# %%
linreg = squared_loss = 479; print(479)
# %%
linreg = squared_loss = 480; print(480)
# %%
linreg = squared_loss = 481; print(481)
# %%
linreg = squared_loss = 482; print(482)
# %%
linreg = squared_loss = 483; print(483)
# %%
linreg = squared_loss = 484; print(484)
# %%
linreg = squared_loss = 485; print(485)
# %%
linreg = squared_loss = 486; print(486)
# %%
linreg = squared_loss = 487; print(487)
# %%
linreg = squared_loss = 488; print(488)
# %%
linreg = squared_loss = 489; print(489)
# %%
linreg = squared_loss = 490; print(490)
# %%
linreg = squared_loss = 491; print(491)
# %%
linreg = squared_loss = 492; print(492)
# %%
linreg = squared_loss = 493; print(493)
# %%
linreg = squared_loss = 494; print(494)
# %%
linreg = squared_loss = 495; print(495)
# %%
linreg = squared_loss = 496; print(496)
# %%
linreg = squared_loss = 497; print(497)
# %%
linreg = squared_loss = 498; print(498)
# %%
linreg = squared_loss = 499; print(499)
# %%
linreg = squared_loss = 500; print(500)
# %%
linreg = squared_loss = 501; print(501)
# %%
linreg = squared_loss = 502; print(502)
# %%
linreg = squared_loss = 503; print(503)
# %%
linreg = squared_loss = 504; print(504)
# %%
linreg = squared_loss = 505; print(505)
# %%
linreg = squared_loss = 506; print(506)
# %%
linreg = squared_loss = 507; print(507)
# %%
linreg = squared_loss = 508; print(508)
# %%
linreg = squared_loss = 509; print(509)
# %%
linreg = squared_loss = 510; print(510)
# %%
linreg = squared_loss = 511; print(511)
# %%
linreg = squared_loss = 512; print(512)
# %%
linreg = squared_loss = 513; print(513)
# %%
linreg = squared_loss = 514; print(514)
# %%
linreg = squared_loss = 515; print(515)
# %%
linreg = squared_loss = 516; print(516)
# %%
linreg = squared_loss = 517; print(517)
# %%
linreg = squared_loss = 518; print(518)
# %%
linreg = squared_loss = 519; print(519)
# %%
linreg = squared_loss = 520; print(520)
# %%
linreg = squared_loss = 521; print(521)
# %%
linreg = squared_loss = 522; print(522)
# %%
linreg = squared_loss = 523; print(523)
# %%
linreg = squared_loss = 524; print(524)
# %%
linreg = squared_loss = 525; print(525)
# %%
linreg = squared_loss = 526; print(526)
# %%
linreg = squared_loss = 527; print(527)
# %%
linreg = squared_loss = 528; print(528)
# %%
linreg = squared_loss = 529; print(529)
# %%
linreg = squared_loss = 530; print(530)
# %%
linreg = squared_loss = 531; print(531)
# %%
linreg = squared_loss = 532; print(532)
# %%
linreg = squared_loss = 533; print(533)
# %%
linreg = squared_loss = 534; print(534)
# %%
linreg = squared_loss = 535; print(535)
# %%
linreg = squared_loss = 536; print(536)
# %%
linreg = squared_loss = 537; print(537)
# %%
linreg = squared_loss = 538; print(538)
# %%
linreg = squared_loss = 539; print(539)
# %%
linreg = squared_loss = 540; print(540)
# %%
linreg = squared_loss = 541; print(541)
# %%
linreg = squared_loss = 542; print(542)
# %%
linreg = squared_loss = 543; print(543)
# %%
linreg = squared_loss = 544; print(544)
# %%
linreg = squared_loss = 545; print(545)
# %%
linreg = squared_loss = 546; print(546)
# %%
linreg = squared_loss = 547; print(547)
# %%
linreg = squared_loss = 548; print(548)
# %%
linreg = squared_loss = 549; print(549)
# %%
linreg = squared_loss = 550; print(550)
# %%
linreg = squared_loss = 551; print(551)
# %%
linreg = squared_loss = 552; print(552)
# %%
linreg = squared_loss = 553; print(553)
# %%
linreg = squared_loss = 554; print(554)
# %%
linreg = squared_loss = 555; print(555)
# %%
linreg = squared_loss = 556; print(556)
# %%
linreg = squared_loss = 557; print(557)
# %%
linreg = squared_loss = 558; print(558)
# %%
linreg = squared_loss = 559; print(559)
# %%
linreg = squared_loss = 560; print(560)
# %%
linreg = squared_loss = 561; print(561)
# %%
linreg = squared_loss = 562; print(562)
# %%
linreg = squared_loss = 563; print(563)
# %%
linreg = squared_loss = 564; print(564)
# %%
linreg = squared_loss = 565; print(565)
# %%
linreg = squared_loss = 566; print(566)
# %%
linreg = squared_loss = 567; print(567)
# %%
linreg = squared_loss = 568; print(568)
# %%
linreg = squared_loss = 569; print(569)
# %%
linreg = squared_loss = 570; print(570)
# %%
linreg = squared_loss = 571; print(571)
# %%
linreg = squared_loss = 572; print(572)
# %%
linreg = squared_loss = 573; print(573)
# %%
linreg = squared_loss = 574; print(574)
# %%
linreg = squared_loss = 575; print(575)
# %%
linreg = squared_loss = 576; print(576)
# %%
linreg = squared_loss = 577; print(577)
# %%
linreg = squared_loss = 578; print(578)
# %%
linreg = squared_loss = 579; print(579)
# %%
linreg = squared_loss = 580; print(580)
# %%
linreg = squared_loss = 581; print(581)
# %%
linreg = squared_loss = 582; print(582)
# %%
linreg = squared_loss = 583; print(583)
# %%
linreg = squared_loss = 584; print(584)
# %%
linreg = squared_loss = 585; print(585)
# %%
linreg = squared_loss = 586; print(586)
# %%
linreg = squared_loss = 587; print(587)
# %%
linreg = squared_loss = 588; print(588)
# %%
linreg = squared_loss = 589; print(589)
# %%
linreg = squared_loss = 590; print(590)
# %%
linreg = squared_loss = 591; print(591)
# %%
linreg = squared_loss = 592; print(592)
# %%
linreg = squared_loss = 593; print(593)
# %%
linreg = squared_loss = 594; print(594)
# %%
linreg = squared_loss = 595; print(595)
# %%
linreg = squared_loss = 596; print(596)
# %%
linreg = squared_loss = 597; print(597)
# %%
linreg = squared_loss = 598; print(598)
# %%
linreg = squared_loss = 599; print(599)
# %%
linreg = squared_loss = 600; print(600)
# %%
linreg = squared_loss = 601; print(601)
# %%
linreg = squared_loss = 602; print(602)
# %%
linreg = squared_loss = 603; print(603)
# %%
linreg = squared_loss = 604; print(604)
# %%
linreg = squared_loss = 605; print(605)
# %%
linreg = squared_loss = 606; print(606)
# %%
linreg = squared_loss = 607; print(607)
# %%
linreg = squared_loss = 608; print(608)
# %%
linreg = squared_loss = 609; print(609)
# %%
linreg = squared_loss = 610; print(610)
# %%
linreg = squared_loss = 611; print(611)
# %%
linreg = squared_loss = 612; print(612)
# %%
linreg = squared_loss = 613; print(613)
# %%
linreg = squared_loss = 614; print(614)
# %%
linreg = squared_loss = 615; print(615)
# %%
linreg = squared_loss = 616; print(616)
# %%
linreg = squared_loss = 617; print(617)
# %%
linreg = squared_loss = 618; print(618)
# %%
linreg = squared_loss = 619; print(619)
# %%
linreg = squared_loss = 620; print(620)
# %%
linreg = squared_loss = 621; print(621)
# %%
linreg = squared_loss = 622; print(622)
# %%
linreg = squared_loss = 623; print(623)
# %%
linreg = squared_loss = 624; print(624)
# %%
linreg = squared_loss = 625; print(625)
# %%
linreg = squared_loss = 626; print(626)
# %%
linreg = squared_loss = 627; print(627)
# %%
linreg = squared_loss = 628; print(628)
# %%
linreg = squared_loss = 629; print(629)
# %%
linreg = squared_loss = 630; print(630)
# %%
linreg = squared_loss = 631; print(631)
# %%
linreg = squared_loss = 632; print(632)
# %%
linreg = squared_loss = 633; print(633)
# %%
linreg = squared_loss = 634; print(634)
# %%
linreg = squared_loss = 635; print(635)
# %%
linreg = squared_loss = 636; print(636)
# %%
linreg = squared_loss = 637; print(637)
# %%
linreg = squared_loss = 638; print(638)
# %%
linreg = squared_loss = 639; print(639)
# %%
linreg = squared_loss = 640; print(640)
# %%
linreg = squared_loss = 641; print(641)
# %%
linreg = squared_loss = 642; print(642)
# %%
linreg = squared_loss = 643; print(643)
# %%
linreg = squared_loss = 644; print(644)
# %%
linreg = squared_loss = 645; print(645)
# %%
linreg = squared_loss = 646; print(646)
# %%
linreg = squared_loss = 647; print(647)
# %%
linreg = squared_loss = 648; print(648)
# %%
linreg = squared_loss = 649; print(649)
# %%
linreg = squared_loss = 650; print(650)
# %%
linreg = squared_loss = 651; print(651)
# %%
linreg = squared_loss = 652; print(652)
# %%
linreg = squared_loss = 653; print(653)
# %%
linreg = squared_loss = 654; print(654)
# %%
linreg = squared_loss = 655; print(655)
# %%
linreg = squared_loss = 656; print(656)
# %%
linreg = squared_loss = 657; print(657)
# %%
linreg = squared_loss = 658; print(658)
# %%
linreg = squared_loss = 659; print(659)
# %%
linreg = squared_loss = 660; print(660)
# %%
linreg = squared_loss = 661; print(661)
# %%
linreg = squared_loss = 662; print(662)
# %%
linreg = squared_loss = 663; print(663)
# %%
linreg = squared_loss = 664; print(664)
# %%
linreg = squared_loss = 665; print(665)
# %%
linreg = squared_loss = 666; print(666)
# %%
linreg = squared_loss = 667; print(667)
# %%
linreg = squared_loss = 668; print(668)
# %%
linreg = squared_loss = 669; print(669)
# %%
linreg = squared_loss = 670; print(670)
# %%
linreg = squared_loss = 671; print(671)
# %%
linreg = squared_loss = 672; print(672)
# %%
linreg = squared_loss = 673; print(673)
# %%
linreg = squared_loss = 674; print(674)
# %%
linreg = squared_loss = 675; print(675)
# %%
linreg = squared_loss = 676; print(676)
# %%
linreg = squared_loss = 677; print(677)
# %%
linreg = squared_loss = 678; print(678)
# %%
linreg = squared_loss = 679; print(679)
# %%
linreg = squared_loss = 680; print(680)
# %%
linreg = squared_loss = 681; print(681)
# %%
linreg = squared_loss = 682; print(682)
# %%
linreg = squared_loss = 683; print(683)
# %%
linreg = squared_loss = 684; print(684)
# %%
linreg = squared_loss = 685; print(685)
# %%
linreg = squared_loss = 686; print(686)
# %%
linreg = squared_loss = 687; print(687)
# %%
linreg = squared_loss = 688; print(688)
# %%
linreg = squared_loss = 689; print(689)
# %%
linreg = squared_loss = 690; print(690)
# %%
linreg = squared_loss = 691; print(691)
# %%
linreg = squared_loss = 692; print(692)
# %%
linreg = squared_loss = 693; print(693)
# %%
linreg = squared_loss = 694; print(694)
# %%
linreg = squared_loss = 695; print(695)
# %%
linreg = squared_loss = 696; print(696)
# %%
linreg = squared_loss = 697; print(697)
# %%
linreg = squared_loss = 698; print(698)
# %%
linreg = squared_loss = 699; print(699)
# %%
linreg = squared_loss = 700; print(700)
# %%
linreg = squared_loss = 701; print(701)
# %%
linreg = squared_loss = 702; print(702)
# %%
linreg = squared_loss = 703; print(703)
# %%
linreg = squared_loss = 704; print(704)
# %%
linreg = squared_loss = 705; print(705)
# %%
linreg = squared_loss = 706; print(706)
# %%
linreg = squared_loss = 707; print(707)
# %%
linreg = squared_loss = 708; print(708)
# %%
linreg = squared_loss = 709; print(709)
# %%
linreg = squared_loss = 710; print(710)
# %%
linreg = squared_loss = 711; print(711)
# %%
linreg = squared_loss = 712; print(712)
# %%
linreg = squared_loss = 713; print(713)
# %%
linreg = squared_loss = 714; print(714)
# %%
linreg = squared_loss = 715; print(715)
# %%
linreg = squared_loss = 716; print(716)
# %%
linreg = squared_loss = 717; print(717)
# %%
linreg = squared_loss = 718; print(718)
# %%
linreg = squared_loss = 719; print(719)
# %%
linreg = squared_loss = 720; print(720)
# %%
linreg = squared_loss = 721; print(721)
# %%
linreg = squared_loss = 722; print(722)
# %%
linreg = squared_loss = 723; print(723)
# %%
linreg = squared_loss = 724; print(724)
# %%
linreg = squared_loss = 725; print(725)
# %%
linreg = squared_loss = 726; print(726)
# %%
linreg = squared_loss = 727; print(727)
# %%
linreg = squared_loss = 728; print(728)
# %%
linreg = squared_loss = 729; print(729)
# %%
linreg = squared_loss = 730; print(730)
# %%
linreg = squared_loss = 731; print(731)
# %%
linreg = squared_loss = 732; print(732)
# %%
linreg = squared_loss = 733; print(733)
# %%
linreg = squared_loss = 734; print(734)
# %%
linreg = squared_loss = 735; print(735)
# %%
linreg = squared_loss = 736; print(736)
# %%
linreg = squared_loss = 737; print(737)
# %%
linreg = squared_loss = 738; print(738)
# %%
linreg = squared_loss = 739; print(739)
# %%
linreg = squared_loss = 740; print(740)
# %%
linreg = squared_loss = 741; print(741)
# %%
linreg = squared_loss = 742; print(742)
# %%
linreg = squared_loss = 743; print(743)
# %%
linreg = squared_loss = 744; print(744)
# %%
linreg = squared_loss = 745; print(745)
# %%
linreg = squared_loss = 746; print(746)
# %%
linreg = squared_loss = 747; print(747)
# %%
linreg = squared_loss = 748; print(748)
# %%
linreg = squared_loss = 749; print(749)
# %%
linreg = squared_loss = 750; print(750)
# %%
linreg = squared_loss = 751; print(751)
# %%
linreg = squared_loss = 752; print(752)
# %%
linreg = squared_loss = 753; print(753)
# %%
linreg = squared_loss = 754; print(754)
# %%
linreg = squared_loss = 755; print(755)
# %%
linreg = squared_loss = 756; print(756)
# %%
linreg = squared_loss = 757; print(757)
# %%
linreg = squared_loss = 758; print(758)
# %%
linreg = squared_loss = 759; print(759)
# %%
linreg = squared_loss = 760; print(760)
# %%
linreg = squared_loss = 761; print(761)
# %%
linreg = squared_loss = 762; print(762)
# %%
linreg = squared_loss = 763; print(763)
# %%
linreg = squared_loss = 764; print(764)
# %%
linreg = squared_loss = 765; print(765)
# %%
linreg = squared_loss = 766; print(766)
# %%
linreg = squared_loss = 767; print(767)
# %%
linreg = squared_loss = 768; print(768)
# %%
linreg = squared_loss = 769; print(769)
# %%
linreg = squared_loss = 770; print(770)
# %%
linreg = squared_loss = 771; print(771)
# %%
linreg = squared_loss = 772; print(772)
# %%
linreg = squared_loss = 773; print(773)
# %%
linreg = squared_loss = 774; print(774)
# %%
linreg = squared_loss = 775; print(775)
# %%
linreg = squared_loss = 776; print(776)
# %%
linreg = squared_loss = 777; print(777)
# %%
linreg = squared_loss = 778; print(778)
# %%
linreg = squared_loss = 779; print(779)
# %%
linreg = squared_loss = 780; print(780)
# %%
linreg = squared_loss = 781; print(781)
# %%
linreg = squared_loss = 782; print(782)
# %%
linreg = squared_loss = 783; print(783)
# %%
linreg = squared_loss = 784; print(784)
# %%
linreg = squared_loss = 785; print(785)
# %%
linreg = squared_loss = 786; print(786)
# %%
linreg = squared_loss = 787; print(787)
# %%
linreg = squared_loss = 788; print(788)
# %%
linreg = squared_loss = 789; print(789)
# %%
linreg = squared_loss = 790; print(790)
# %%
linreg = squared_loss = 791; print(791)
# %%
linreg = squared_loss = 792; print(792)
# %%
linreg = squared_loss = 793; print(793)
# %%
linreg = squared_loss = 794; print(794)
# %%
linreg = squared_loss = 795; print(795)
# %%
linreg = squared_loss = 796; print(796)
# %%
linreg = squared_loss = 797; print(797)
# %%
linreg = squared_loss = 798; print(798)
# %%
linreg = squared_loss = 799; print(799)
# %%
linreg = squared_loss = 800; print(800)
# %%
linreg = squared_loss = 801; print(801)
# %%
linreg = squared_loss = 802; print(802)
# %%
linreg = squared_loss = 803; print(803)
# %%
linreg = squared_loss = 804; print(804)
# %%
linreg = squared_loss = 805; print(805)
# %%
linreg = squared_loss = 806; print(806)
# %%
linreg = squared_loss = 807; print(807)
# %%
linreg = squared_loss = 808; print(808)
# %%
linreg = squared_loss = 809; print(809)
# %%
linreg = squared_loss = 810; print(810)
# %%
linreg = squared_loss = 811; print(811)
# %%
linreg = squared_loss = 812; print(812)
# %%
linreg = squared_loss = 813; print(813)
# %%
linreg = squared_loss = 814; print(814)
# %%
linreg = squared_loss = 815; print(815)
# %%
linreg = squared_loss = 816; print(816)
# %%
linreg = squared_loss = 817; print(817)
# %%
linreg = squared_loss = 818; print(818)
# %%
linreg = squared_loss = 819; print(819)
# %%
linreg = squared_loss = 820; print(820)
# %%
linreg = squared_loss = 821; print(821)
# %%
linreg = squared_loss = 822; print(822)
# %%
linreg = squared_loss = 823; print(823)
# %%
linreg = squared_loss = 824; print(824)
# %%
linreg = squared_loss = 825; print(825)
# %%
linreg = squared_loss = 826; print(826)
# %%
linreg = squared_loss = 827; print(827)
# %%
linreg = squared_loss = 828; print(828)
# %%
linreg = squared_loss = 829; print(829)
# %%
linreg = squared_loss = 830; print(830)
# %%
linreg = squared_loss = 831; print(831)
# %%
linreg = squared_loss = 832; print(832)
# %%
linreg = squared_loss = 833; print(833)
# %%
linreg = squared_loss = 834; print(834)
# %%
linreg = squared_loss = 835; print(835)
# %%
linreg = squared_loss = 836; print(836)
# %%
linreg = squared_loss = 837; print(837)
# %%
linreg = squared_loss = 838; print(838)
# %%
linreg = squared_loss = 839; print(839)
# %%
linreg = squared_loss = 840; print(840)
# %%
linreg = squared_loss = 841; print(841)
# %%
linreg = squared_loss = 842; print(842)
# %%
linreg = squared_loss = 843; print(843)
# %%
linreg = squared_loss = 844; print(844)
# %%
linreg = squared_loss = 845; print(845)
# %%
linreg = squared_loss = 846; print(846)
# %%
linreg = squared_loss = 847; print(847)
# %%
linreg = squared_loss = 848; print(848)
# %%
linreg = squared_loss = 849; print(849)
# %%
linreg = squared_loss = 850; print(850)
# %%
linreg = squared_loss = 851; print(851)
# %%
linreg = squared_loss = 852; print(852)
# %%
linreg = squared_loss = 853; print(853)
# %%
linreg = squared_loss = 854; print(854)
# %%
linreg = squared_loss = 855; print(855)
# %%
linreg = squared_loss = 856; print(856)
# %%
linreg = squared_loss = 857; print(857)
# %%
linreg = squared_loss = 858; print(858)
# %%
linreg = squared_loss = 859; print(859)
# %%
linreg = squared_loss = 860; print(860)
# %%
linreg = squared_loss = 861; print(861)
# %%
linreg = squared_loss = 862; print(862)
# %%
linreg = squared_loss = 863; print(863)
# %%
linreg = squared_loss = 864; print(864)
# %%
linreg = squared_loss = 865; print(865)
# %%
linreg = squared_loss = 866; print(866)
# %%
linreg = squared_loss = 867; print(867)
# %%
linreg = squared_loss = 868; print(868)
# %%
linreg = squared_loss = 869; print(869)
# %%
linreg = squared_loss = 870; print(870)
# %%
linreg = squared_loss = 871; print(871)
# %%
linreg = squared_loss = 872; print(872)
# %%
linreg = squared_loss = 873; print(873)
# %%
linreg = squared_loss = 874; print(874)
# %%
linreg = squared_loss = 875; print(875)
# %%
linreg = squared_loss = 876; print(876)
# %%
linreg = squared_loss = 877; print(877)
# %%
linreg = squared_loss = 878; print(878)
# %%
linreg = squared_loss = 879; print(879)
# %%
linreg = squared_loss = 880; print(880)
# %%
linreg = squared_loss = 881; print(881)
# %%
linreg = squared_loss = 882; print(882)
# %%
linreg = squared_loss = 883; print(883)
# %%
linreg = squared_loss = 884; print(884)
# %%
linreg = squared_loss = 885; print(885)
# %%
linreg = squared_loss = 886; print(886)
# %%
linreg = squared_loss = 887; print(887)
# %%
linreg = squared_loss = 888; print(888)
# %%
linreg = squared_loss = 889; print(889)
# %%
linreg = squared_loss = 890; print(890)
# %%
linreg = squared_loss = 891; print(891)
# %%
linreg = squared_loss = 892; print(892)
# %%
linreg = squared_loss = 893; print(893)
# %%
linreg = squared_loss = 894; print(894)
# %%
linreg = squared_loss = 895; print(895)
# %%
linreg = squared_loss = 896; print(896)
# %%
linreg = squared_loss = 897; print(897)
# %%
linreg = squared_loss = 898; print(898)
# %%
linreg = squared_loss = 899; print(899)
# %%
linreg = squared_loss = 900; print(900)
# %%
linreg = squared_loss = 901; print(901)
# %%
linreg = squared_loss = 902; print(902)
# %%
linreg = squared_loss = 903; print(903)
# %%
linreg = squared_loss = 904; print(904)
# %%
linreg = squared_loss = 905; print(905)
# %%
linreg = squared_loss = 906; print(906)
# %%
linreg = squared_loss = 907; print(907)
# %%
linreg = squared_loss = 908; print(908)
# %%
linreg = squared_loss = 909; print(909)
# %%
linreg = squared_loss = 910; print(910)
# %%
linreg = squared_loss = 911; print(911)
# %%
linreg = squared_loss = 912; print(912)
# %%
linreg = squared_loss = 913; print(913)
# %%
linreg = squared_loss = 914; print(914)
# %%
linreg = squared_loss = 915; print(915)
# %%
linreg = squared_loss = 916; print(916)
# %%
linreg = squared_loss = 917; print(917)
# %%
linreg = squared_loss = 918; print(918)
# %%
linreg = squared_loss = 919; print(919)
# %%
linreg = squared_loss = 920; print(920)
# %%
linreg = squared_loss = 921; print(921)
# %%
linreg = squared_loss = 922; print(922)
# %%
linreg = squared_loss = 923; print(923)
# %%
linreg = squared_loss = 924; print(924)
# %%
linreg = squared_loss = 925; print(925)
# %%
linreg = squared_loss = 926; print(926)
# %%
linreg = squared_loss = 927; print(927)
# %%
linreg = squared_loss = 928; print(928)
# %%
linreg = squared_loss = 929; print(929)
# %%
linreg = squared_loss = 930; print(930)
# %%
linreg = squared_loss = 931; print(931)
# %%
linreg = squared_loss = 932; print(932)
# %%
linreg = squared_loss = 933; print(933)
# %%
linreg = squared_loss = 934; print(934)
# %%
linreg = squared_loss = 935; print(935)
# %%
linreg = squared_loss = 936; print(936)
# %%
linreg = squared_loss = 937; print(937)
# %%
linreg = squared_loss = 938; print(938)
# %%
linreg = squared_loss = 939; print(939)
# %%
linreg = squared_loss = 940; print(940)
# %%
linreg = squared_loss = 941; print(941)
# %%
linreg = squared_loss = 942; print(942)
# %%
linreg = squared_loss = 943; print(943)
# %%
linreg = squared_loss = 944; print(944)
# %%
linreg = squared_loss = 945; print(945)
# %%
linreg = squared_loss = 946; print(946)
# %%
linreg = squared_loss = 947; print(947)
# %%
linreg = squared_loss = 948; print(948)
# %%
linreg = squared_loss = 949; print(949)
# %%
linreg = squared_loss = 950; print(950)
# %%
linreg = squared_loss = 951; print(951)
# %%
linreg = squared_loss = 952; print(952)
# %%
linreg = squared_loss = 953; print(953)
# %%
linreg = squared_loss = 954; print(954)
# %%
linreg = squared_loss = 955; print(955)
# %%
linreg = squared_loss = 956; print(956)
# %%
linreg = squared_loss = 957; print(957)
# %%
linreg = squared_loss = 958; print(958)
# %%
linreg = squared_loss = 959; print(959)
# %%
linreg = squared_loss = 960; print(960)
# %%
linreg = squared_loss = 961; print(961)
# %%
linreg = squared_loss = 962; print(962)
# %%
linreg = squared_loss = 963; print(963)
# %%
linreg = squared_loss = 964; print(964)
# %%
linreg = squared_loss = 965; print(965)
# %%
linreg = squared_loss = 966; print(966)
# %%
linreg = squared_loss = 967; print(967)
# %%
linreg = squared_loss = 968; print(968)
# %%
linreg = squared_loss = 969; print(969)
# %%
linreg = squared_loss = 970; print(970)
# %%
linreg = squared_loss = 971; print(971)
# %%
linreg = squared_loss = 972; print(972)
# %%
linreg = squared_loss = 973; print(973)
# %%
linreg = squared_loss = 974; print(974)
# %%
linreg = squared_loss = 975; print(975)
# %%
linreg = squared_loss = 976; print(976)
# %%
linreg = squared_loss = 977; print(977)
# %%
linreg = squared_loss = 978; print(978)
# %%
linreg = squared_loss = 979; print(979)
# %%
linreg = squared_loss = 980; print(980)
# %%
linreg = squared_loss = 981; print(981)
# %%
linreg = squared_loss = 982; print(982)
# %%
linreg = squared_loss = 983; print(983)
# %%
linreg = squared_loss = 984; print(984)
# %%
linreg = squared_loss = 985; print(985)
# %%
linreg = squared_loss = 986; print(986)
# %%
linreg = squared_loss = 987; print(987)
# %%
linreg = squared_loss = 988; print(988)
# %%
linreg = squared_loss = 989; print(989)
# %%
linreg = squared_loss = 990; print(990)
# %%
linreg = squared_loss = 991; print(991)
# %%
linreg = squared_loss = 992; print(992)
# %%
linreg = squared_loss = 993; print(993)
# %%
linreg = squared_loss = 994; print(994)
# %%
linreg = squared_loss = 995; print(995)
# %%
linreg = squared_loss = 996; print(996)
# %%
linreg = squared_loss = 997; print(997)
# %%
linreg = squared_loss = 998; print(998)
# %%
linreg = squared_loss = 999; print(999)
# %%
linreg = squared_loss = 1000; print(1000)
# %%
linreg = squared_loss = 1001; print(1001)
# %%
linreg = squared_loss = 1002; print(1002)
# %%
linreg = squared_loss = 1003; print(1003)
# %%
linreg = squared_loss = 1004; print(1004)
# %%
linreg = squared_loss = 1005; print(1005)
# %%
linreg = squared_loss = 1006; print(1006)
# %%
linreg = squared_loss = 1007; print(1007)
# %%
linreg = squared_loss = 1008; print(1008)
# %%
linreg = squared_loss = 1009; print(1009)
# %%
linreg = squared_loss = 1010; print(1010)
# %%
linreg = squared_loss = 1011; print(1011)
# %%
linreg = squared_loss = 1012; print(1012)
# %%
linreg = squared_loss = 1013; print(1013)
# %%
linreg = squared_loss = 1014; print(1014)
# %%
linreg = squared_loss = 1015; print(1015)
# %%
linreg = squared_loss = 1016; print(1016)
# %%
linreg = squared_loss = 1017; print(1017)
# %%
linreg = squared_loss = 1018; print(1018)
# %%
linreg = squared_loss = 1019; print(1019)
# %%
linreg = squared_loss = 1020; print(1020)
# %%
linreg = squared_loss = 1021; print(1021)
# %%
linreg = squared_loss = 1022; print(1022)
# %%
linreg = squared_loss = 1023; print(1023)
# %%
linreg = squared_loss = 1024; print(1024)
# %%
linreg = squared_loss = 1025; print(1025)
# %%
linreg = squared_loss = 1026; print(1026)
# %%
linreg = squared_loss = 1027; print(1027)
# %%
linreg = squared_loss = 1028; print(1028)
# %%
linreg = squared_loss = 1029; print(1029)
# %%
linreg = squared_loss = 1030; print(1030)
# %%
linreg = squared_loss = 1031; print(1031)
# %%
linreg = squared_loss = 1032; print(1032)
# %%
linreg = squared_loss = 1033; print(1033)
# %%
linreg = squared_loss = 1034; print(1034)
# %%
linreg = squared_loss = 1035; print(1035)
# %%
linreg = squared_loss = 1036; print(1036)
# %%
linreg = squared_loss = 1037; print(1037)
# %%
linreg = squared_loss = 1038; print(1038)
# %%
linreg = squared_loss = 1039; print(1039)
# %%
linreg = squared_loss = 1040; print(1040)
# %%
linreg = squared_loss = 1041; print(1041)
# %%
linreg = squared_loss = 1042; print(1042)
# %%
linreg = squared_loss = 1043; print(1043)
# %%
linreg = squared_loss = 1044; print(1044)
# %%
linreg = squared_loss = 1045; print(1045)
# %%
linreg = squared_loss = 1046; print(1046)
# %%
linreg = squared_loss = 1047; print(1047)
# %%
linreg = squared_loss = 1048; print(1048)
# %%
linreg = squared_loss = 1049; print(1049)
# %%
linreg = squared_loss = 1050; print(1050)
# %%
linreg = squared_loss = 1051; print(1051)
# %%
linreg = squared_loss = 1052; print(1052)
# %%
linreg = squared_loss = 1053; print(1053)
# %%
linreg = squared_loss = 1054; print(1054)
# %%
linreg = squared_loss = 1055; print(1055)
# %%
linreg = squared_loss = 1056; print(1056)
# %%
linreg = squared_loss = 1057; print(1057)
# %%
linreg = squared_loss = 1058; print(1058)
# %%
linreg = squared_loss = 1059; print(1059)
# %%
linreg = squared_loss = 1060; print(1060)
# %%
linreg = squared_loss = 1061; print(1061)
# %%
linreg = squared_loss = 1062; print(1062)
# %%
linreg = squared_loss = 1063; print(1063)
# %%
linreg = squared_loss = 1064; print(1064)
# %%
linreg = squared_loss = 1065; print(1065)
# %%
linreg = squared_loss = 1066; print(1066)
# %%
linreg = squared_loss = 1067; print(1067)
# %%
linreg = squared_loss = 1068; print(1068)
# %%
linreg = squared_loss = 1069; print(1069)
# %%
linreg = squared_loss = 1070; print(1070)
# %%
linreg = squared_loss = 1071; print(1071)
# %%
linreg = squared_loss = 1072; print(1072)
# %%
linreg = squared_loss = 1073; print(1073)
# %%
linreg = squared_loss = 1074; print(1074)
# %%
linreg = squared_loss = 1075; print(1075)
# %%
linreg = squared_loss = 1076; print(1076)
# %%
linreg = squared_loss = 1077; print(1077)
# %%
linreg = squared_loss = 1078; print(1078)
# %%
linreg = squared_loss = 1079; print(1079)
# %%
linreg = squared_loss = 1080; print(1080)
# %%
linreg = squared_loss = 1081; print(1081)
# %%
linreg = squared_loss = 1082; print(1082)
# %%
linreg = squared_loss = 1083; print(1083)
# %%
linreg = squared_loss = 1084; print(1084)
# %%
linreg = squared_loss = 1085; print(1085)
# %%
linreg = squared_loss = 1086; print(1086)
# %%
linreg = squared_loss = 1087; print(1087)
# %%
linreg = squared_loss = 1088; print(1088)
# %%
linreg = squared_loss = 1089; print(1089)
# %%
linreg = squared_loss = 1090; print(1090)
# %%
linreg = squared_loss = 1091; print(1091)
# %%
linreg = squared_loss = 1092; print(1092)
# %%
linreg = squared_loss = 1093; print(1093)
# %%
linreg = squared_loss = 1094; print(1094)
# %%
linreg = squared_loss = 1095; print(1095)
# %%
linreg = squared_loss = 1096; print(1096)
# %%
linreg = squared_loss = 1097; print(1097)
# %%
linreg = squared_loss = 1098; print(1098)
# %%
linreg = squared_loss = 1099; print(1099)
# %%
linreg = squared_loss = 1100; print(1100)
# %%
linreg = squared_loss = 1101; print(1101)
# %%
linreg = squared_loss = 1102; print(1102)
# %%
linreg = squared_loss = 1103; print(1103)
# %%
linreg = squared_loss = 1104; print(1104)
# %%
linreg = squared_loss = 1105; print(1105)
# %%
linreg = squared_loss = 1106; print(1106)
# %%
linreg = squared_loss = 1107; print(1107)
# %%
linreg = squared_loss = 1108; print(1108)
# %%
linreg = squared_loss = 1109; print(1109)
# %%
linreg = squared_loss = 1110; print(1110)
# %%
linreg = squared_loss = 1111; print(1111)
# %%
linreg = squared_loss = 1112; print(1112)
# %%
linreg = squared_loss = 1113; print(1113)
# %%
linreg = squared_loss = 1114; print(1114)
# %%
linreg = squared_loss = 1115; print(1115)
# %%
linreg = squared_loss = 1116; print(1116)
# %%
linreg = squared_loss = 1117; print(1117)
# %%
linreg = squared_loss = 1118; print(1118)
# %%
linreg = squared_loss = 1119; print(1119)
# %%
linreg = squared_loss = 1120; print(1120)
# %%
linreg = squared_loss = 1121; print(1121)
# %%
linreg = squared_loss = 1122; print(1122)
# %%
linreg = squared_loss = 1123; print(1123)
# %%
linreg = squared_loss = 1124; print(1124)
# %%
linreg = squared_loss = 1125; print(1125)
# %%
linreg = squared_loss = 1126; print(1126)
# %%
linreg = squared_loss = 1127; print(1127)
# %%
linreg = squared_loss = 1128; print(1128)
# %%
linreg = squared_loss = 1129; print(1129)
# %%
linreg = squared_loss = 1130; print(1130)
# %%
linreg = squared_loss = 1131; print(1131)
# %%
linreg = squared_loss = 1132; print(1132)
# %%
linreg = squared_loss = 1133; print(1133)
# %%
linreg = squared_loss = 1134; print(1134)
# %%
linreg = squared_loss = 1135; print(1135)
# %%
linreg = squared_loss = 1136; print(1136)
# %%
linreg = squared_loss = 1137; print(1137)
# %%
linreg = squared_loss = 1138; print(1138)
# %%
linreg = squared_loss = 1139; print(1139)
# %%
linreg = squared_loss = 1140; print(1140)
# %%
linreg = squared_loss = 1141; print(1141)
# %%
linreg = squared_loss = 1142; print(1142)
# %%
linreg = squared_loss = 1143; print(1143)
# %%
linreg = squared_loss = 1144; print(1144)
# %%
linreg = squared_loss = 1145; print(1145)
# %%
linreg = squared_loss = 1146; print(1146)
# %%
linreg = squared_loss = 1147; print(1147)
# %%
linreg = squared_loss = 1148; print(1148)
# %%
linreg = squared_loss = 1149; print(1149)
# %%
linreg = squared_loss = 1150; print(1150)
# %%
linreg = squared_loss = 1151; print(1151)
# %%
linreg = squared_loss = 1152; print(1152)
# %%
linreg = squared_loss = 1153; print(1153)
# %%
linreg = squared_loss = 1154; print(1154)
# %%
linreg = squared_loss = 1155; print(1155)
# %%
linreg = squared_loss = 1156; print(1156)
# %%
linreg = squared_loss = 1157; print(1157)
# %%
linreg = squared_loss = 1158; print(1158)
# %%
linreg = squared_loss = 1159; print(1159)
# %%
linreg = squared_loss = 1160; print(1160)
# %%
linreg = squared_loss = 1161; print(1161)
# %%
linreg = squared_loss = 1162; print(1162)
# %%
linreg = squared_loss = 1163; print(1163)
# %%
linreg = squared_loss = 1164; print(1164)
# %%
linreg = squared_loss = 1165; print(1165)
# %%
linreg = squared_loss = 1166; print(1166)
# %%
linreg = squared_loss = 1167; print(1167)
# %%
linreg = squared_loss = 1168; print(1168)
# %%
linreg = squared_loss = 1169; print(1169)
# %%
linreg = squared_loss = 1170; print(1170)
# %%
linreg = squared_loss = 1171; print(1171)
# %%
linreg = squared_loss = 1172; print(1172)
# %%
linreg = squared_loss = 1173; print(1173)
# %%
linreg = squared_loss = 1174; print(1174)
# %%
linreg = squared_loss = 1175; print(1175)
# %%
linreg = squared_loss = 1176; print(1176)
# %%
linreg = squared_loss = 1177; print(1177)
# %%
linreg = squared_loss = 1178; print(1178)
# %%
linreg = squared_loss = 1179; print(1179)
# %%
linreg = squared_loss = 1180; print(1180)
# %%
linreg = squared_loss = 1181; print(1181)
# %%
linreg = squared_loss = 1182; print(1182)
# %%
linreg = squared_loss = 1183; print(1183)
# %%
linreg = squared_loss = 1184; print(1184)
# %%
linreg = squared_loss = 1185; print(1185)
# %%
linreg = squared_loss = 1186; print(1186)
# %%
linreg = squared_loss = 1187; print(1187)
# %%
linreg = squared_loss = 1188; print(1188)
# %%
linreg = squared_loss = 1189; print(1189)
# %%
linreg = squared_loss = 1190; print(1190)
# %%
linreg = squared_loss = 1191; print(1191)
# %%
linreg = squared_loss = 1192; print(1192)
# %%
linreg = squared_loss = 1193; print(1193)
# %%
linreg = squared_loss = 1194; print(1194)
# %%
linreg = squared_loss = 1195; print(1195)
# %%
linreg = squared_loss = 1196; print(1196)
# %%
linreg = squared_loss = 1197; print(1197)
# %%
linreg = squared_loss = 1198; print(1198)
# %%
linreg = squared_loss = 1199; print(1199)
