"""An article of two paragraphs in each of 21 languages, and the encodings that each was written in before UTF-8."""

from __future__ import annotations

ARTICLES = {
    "ru": "Паром не ходит с понедельника, и жители острова добираются на лодках.\n\n"
    "Совет собирается в пятницу. «Мост будет», — сказал мэр и показал чертежи.",
    "uk": "Пором не ходить із понеділка, і мешканці острова дістаються човнами.\n\n"
    "Рада збирається в п’ятницю. «Міст буде», — сказав голова й показав ґрунтовні креслення.",
    "bg": "Фериботът не се движи от понеделник и жителите на острова пътуват с лодки.\n\n"
    "Съветът заседава в петък. „Мост ще има“, каза кметът и показа чертежите.",
    "el": "Το πλοίο δεν ταξιδεύει από τη Δευτέρα και οι κάτοικοι μετακινούνται με βάρκες.\n\n"
    "Το συμβούλιο συνεδριάζει την Παρασκευή. «Θα γίνει γέφυρα», είπε ο δήμαρχος.",
    "he": "המעבורת אינה פועלת מיום שני, ותושבי האי מגיעים לעיר בסירות קטנות.\n\n"
    'המועצה מתכנסת ביום שישי. "יהיה גשר", אמר ראש העיר והראה את התוכניות.',
    "ar": "توقفت العبّارة منذ يوم الاثنين، ويصل سكان الجزيرة إلى المدينة بالقوارب.\n\n"
    "يجتمع المجلس يوم الجمعة. «سيُبنى الجسر»، قال رئيس البلدية وعرض الرسوم.",
    "fa": "کشتی مسافربری از دوشنبه کار نمی‌کند و ساکنان جزیره با قایق به شهر می‌روند.\n\n"
    "شورا روز جمعه جلسه دارد. شهردار گفت: «پل ساخته می‌شود» و نقشه‌ها را نشان داد.",
    "hi": "नौका सोमवार से नहीं चल रही है और द्वीप के निवासी नावों से शहर पहुँचते हैं।\n\n"
    "परिषद शुक्रवार को बैठेगी। “पुल बनेगा”, महापौर ने कहा और नक्शे दिखाए।",
    "th": "เรือข้ามฟากหยุดเดินตั้งแต่วันจันทร์ ชาวเกาะต้องนั่งเรือเล็กเข้าเมือง\n\n"
    "สภาจะประชุมในวันศุกร์ “จะมีสะพานแน่นอน” นายกเทศมนตรีกล่าวพร้อมกับแสดงแบบแปลน",
    "ja": "渡し船は月曜日から止まっており、島の住民は小さな舟で町へ通っている。\n\n"
    "議会は金曜日に開かれる。「橋は必ず架かる」と市長は述べ、図面を見せた。",
    "zh": "渡轮从星期一起停航,岛上的居民只好乘小船进城。\n\n"
    "议会将在星期五开会。市长说:“桥一定会建成”,并展示了图纸。",
    "ko": "나룻배는 월요일부터 다니지 않아 섬 주민들은 작은 배로 시내에 나간다.\n\n"
    "의회는 금요일에 열린다. 시장은 “다리는 꼭 놓인다”라고 말하며 도면을 보여 주었다.",
    "vi": "Chuyến phà đã ngừng chạy từ thứ hai và người dân trên đảo phải đi thuyền vào thành phố.\n\n"
    "Hội đồng họp vào thứ sáu. “Cây cầu sẽ được xây”, thị trưởng nói và cho xem bản vẽ.",
    "pl": "Prom nie kursuje od poniedziałku, więc mieszkańcy wyspy pływają łódkami.\n\n"
    "Rada zbiera się w piątek. „Będzie most” – powiedział burmistrz i pokazał plany.",
    "cs": "Přívoz od pondělí nejezdí a obyvatelé ostrova se do města dostávají na loďkách.\n\n"
    "Rada zasedá v pátek. „Most bude,“ řekl starosta a ukázal přítomným výkresy.",
    "tr": "Feribot pazartesiden beri çalışmıyor, ada sakinleri şehre küçük kayıklarla gidiyor.\n\n"
    "Meclis cuma günü toplanıyor. “Köprü yapılacak” dedi başkan ve çizimleri gösterdi.",
    "hu": "A komp hétfő óta nem közlekedik, a sziget lakói csónakkal járnak be a városba.\n\n"
    "A tanács pénteken ülésezik. „Lesz híd” – mondta a polgármester, és megmutatta a tervrajzot.",
    "fr": "Le bac ne circule plus depuis lundi, et les habitants de l’île gagnent la ville en barque.\n\n"
    "Le conseil se réunit vendredi. « Le pont se fera », a déclaré le maire, qui a montré les plans.",
    "de": "Die Fähre fährt seit Montag nicht, und die Bewohner der Insel kommen mit Booten in die Stadt.\n\n"
    "Der Rat tagt am Freitag. „Die Brücke kommt“, sagte der Bürgermeister und zeigte die Pläne.",
    "es": "El transbordador no navega desde el lunes y los vecinos de la isla llegan en barca.\n\n"
    "El consejo se reúne el viernes. «El puente se hará mañana», dijo el alcalde y mostró los planos.",
    "en": "The ferry has not sailed since Monday, and the islanders row to town in small boats.\n\n"
    "The council meets on Friday. “There will be a bridge,” said the mayor — and showed the plans.",
}
LEGACY = {
    "ru": ("cp1251", "koi8_r", "iso8859_5", "cp866"),
    "uk": ("cp1251", "koi8_u"),
    "bg": ("cp1251",),
    "el": ("cp1253", "iso8859_7"),
    "he": ("cp1255",),
    "ar": ("cp1256",),
    "th": ("cp874",),
    "ja": ("cp932", "euc_jp"),
    "zh": ("gb18030", "big5hkscs"),
    "ko": ("cp949",),
    "pl": ("cp1250", "iso8859_2"),
    "cs": ("cp1250",),
    "tr": ("cp1254",),
    "hu": ("cp1250",),
    "fr": ("windows-1252",),
    "de": ("windows-1252",),
    "es": ("windows-1252",),
    "en": ("windows-1252",),
}
