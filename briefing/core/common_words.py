"""The commonest words of some seventy languages, by which `languages` tells them apart; compiled by hand.

Words that many languages share tell little, and do no harm. Norwegian has those of both its written forms, Croatian
serves Bosnian and Serbian in Latin letters, too.
"""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "en": """the and of to in that is was for on with said has he it as by from at have are be this his they who which
        its""",
    "de": """der die und das den von zu mit ist im nicht des auf für ein eine dem sich auch als wird bei einer aus oder
        sind""",
    "fr": """le la les des et du en une que est pour dans qui par sur au il plus pas ce avec sont à un ou aux cette elle
        """,
    "es": """el la de que los y en las del se por con una un para su es al como más ha lo sus pero este o son sin sobre
        también fue hay cuando desde entre ser todo""",
    "it": """il di che la è per un una del della con non in i le sono da si nel alla gli dei ha anche lo più ogni o
        delle""",
    "pt": """o de que e do da em os um para com uma não na no por mais as dos se ao é foi das pelo são sua ou à seu
        também foram já quando nos tem disse""",
    "nl": """de het een van en in is dat op te zijn met voor niet aan er door om ook bij die hij maar naar wordt of zich
        """,
    "sv": """och att det i en som på är av för med den till har de inte om ett han var från vid men så sig eller kan ska
        efter också där mellan blir nu""",
    "da": """og at det i en som på er af for med den til har de ikke om et han var fra ved men så sig eller kan skal
        blev mod nu hvor mellem bliver selv gøre efter""",
    "no": """og at det i en som på er av for med den til har de ikke om et han var fra ved men så seg eller kan skal ble
        etter mot nå hvor mellom blir selv gjøre ikkje frå ein eit dei kvar vere""",
    "fi": """ja on ei että se oli hän mutta myös kun joka ovat sen tai mukaan kuin niin sekä jos vain ole jotka hänen
        tämä kanssa voi vielä jälkeen vuoden kertoo noin siitä jonka ennen""",
    "is": """og að í á sem er það til um við var með en hann ekki fyrir af hefur eru ég því þess eða rétt hans""",
    "pl": """w i na z się do nie że to jest o jak za po dla od ale przez oraz są ma co tym jego który które czy może
        """,
    "cs": """a v se na je že z do o to s ve pro by jeho jako ale za od po byl které který nebo jsou má při však také
        každý""",
    "sk": """a v sa na je že z do o to s vo pre by jeho ako ale za od po bol ktoré ktorý alebo sú má pri však aj každý
        """,
    "sl": """in v je na da se za so z ki ne pa po s tudi od bi do kot iz ali sta pri ima bo svoje leta ter med vsak
        pravico""",
    "hr": """i u je na da se za su od s koji ne kao o bi po iz ali ili koje što nije biti te to svoje ima sve kako pravo
        """,
    "hu": """a az és hogy nem is egy ez meg azt de már volt csak ha vagy mint el még aki minden amely lehet kell szerint
        után pedig több lesz két majd""",
    "ro": """și în de la a cu care pe nu că din este un o mai să pentru au ca sunt prin fost se al sau dar lui orice are
        """,
    "et": """ja on ei et see oli kui mis ta ning ka aga oma tema kes või mida ole siis nii selle pärast nende vastu igal
        võib veel pole juba""",
    "lv": """un ir ka no ar uz par tas kas kā vai bet arī lai nav pēc tika viņa savu pie gan to šī kuru katram ikvienam
        viņš""",
    "lt": """ir kad yra į iš su kaip bet tai jis buvo ar jo už po apie kai nuo dėl tik dar jų savo prie turi kiekvienas
        """,
    "tr": """ve bir bu için da de ile olarak olan daha çok gibi en ne kadar sonra ya her veya olduğu göre ise hak hakkı
        ancak değil iki ilk son oldu yeni var dedi etti bin arasında karşı ama""",
    "az": """və bir bu üçün da də ilə olan daha çox kimi ən nə edir sonra hər ya olaraq görə edib ki onun bütün malikdir
        """,
    "sq": """të e në dhe i për me një që nuk është ka më nga si se ose do u janë ai duke këtë tij gjithë kjo""",
    "ca": """el la de que els i en les del es per amb una un a al com més ha són seva però aquest dels o tot seu aquesta
        no""",
    "gl": """o a de que e do da en os un para con unha non na no por máis as dos se ao é foi das polo súa ou ten toda
        seu tamén cando dende foron ata outro dunha dun nun""",
    "eu": """eta da ez du dira den bat ere egin duen izan baina dute zuen hori dela zen bere ditu edo baino arabera
        guztiek""",
    "ga": """an na agus i a ar go is le do bhí tá leis níl sé sin ag ó nach mar cheart chun gach dá duine aon gur faoi
        """,
    "cy": """y yr yn a i o ar ei fod mae bod am ac wedi gan i'r o'r neu hawl cael oedd hyn ond eu wrth dros roedd gyda
        """,
    "mt": """li ta u il f ma din fil biex dan jew mill lill tal minn għal kull hu bil wara huwa ħafna kien bħala dritt
        """,
    "lb": """an de vun d'r ass net dat si fir en op mat wéi och am hunn gëtt huet oder ze eng den datt säin recht all
        """,
    "vi": """và của là các có được cho trong không người những với một đã này để khi từ về đến tại vào ra cũng trên
        quyền theo""",
    "id": """yang dan di dengan untuk dari ini pada tidak itu dalam akan ke oleh juga karena adalah sebagai telah bahwa
        atau hak""",
    "ms": """yang dan di dengan untuk dari ini pada tidak itu dalam akan ke oleh juga kerana adalah sebagai telah bahawa
        atau hak beliau ialah""",
    "tl": """ang ng sa na mga ay at ni si hindi para kung ito may nang siya ko niya o sila kanyang bawat isang karapatan
        """,
    "sw": """na ya wa kwa ni katika za la hii cha kuwa au yake hiyo huo mtu kila haki ambayo pia lakini baada watu
        alisema""",
    "af": """die van en in is het dat op te vir met nie aan om deur sy ook by hy wat as word was hulle sal maar reg elke
        """,
    "so": """oo ka in ay ku iyo waa uu la ee u ah waxaa soo kale leh lagu ayaa qof xaq wuxuu ma kasta inuu si ama
        sheegay""",
    "ha": """da na a ta ya ga ko cewa ba wannan shi su ne ce domin yana don duk kowa wanda mutane bayan zai yi hakki
        """,
    "zu": """ukuthi futhi noma ngoba uma kodwa umuntu lo kanye abantu wonke ukuba unelungelo kumele lokhu njengoba
        ngokuthi yena""",
    "xh": """ukuba kwaye okanye kuba ukuze kodwa umntu lo abantu wonke unelungelo ngokuba xa ekuthi ngoku kunye yena ke
        """,
    "ku": """û ku di de li ji bi ne ya yê her e ew xwe hat kir bo wan hatiye wê jî dibe heye nav bû kes mafê""",
    "uz": """va bu bilan uchun bir ham har edi deb yoki ega boʻlgan oʻz inson kerak hamda mumkin emas keyin ва бу билан
        учун бир ҳам ҳар эди деб ёки эга бўлган ўз инсон керак ҳуқуқига мумкин""",
    "fo": """og at í á er ein sum av til fyri við ikki hava hevur tað ið eru eitt hann rætt øll um frá skal ella""",
    "yo": """ní ti tí àwọn sí fún ó láti gbogbo kan pé bí jẹ́ ẹ̀tọ́ wọn náà rẹ̀ lè ènìyàn àti""",
    "ig": """na nke ndị ya a ọ n ga bụ ikike mmadụ ọbụla onye nwere ma ka maọbụ e site otu""",
    "mi": """te ki o ngā nga i e ka me kia tangata he a katoa hoki ko mo rānei no whai tona""",
    "eo": """la kaj de en al estas ke por ne li kun pri per aŭ el tiu ĝi havas ĉiu rajtas sia esti kiu kiel ili iu""",
    "ru": """и в не на что с по как это из к а за от для его о у но было он был или при также после до права право имеет
        которые будет года""",
    "uk": """і в на що з не до за та у про як це від але для його й або після також був є при він має право кожна зі під
        щодо які було буде""",
    "be": """і ў у на не з што да як па для гэта за ад але яго ці або гэтага таксама пры быў мае права кожны яна яны
        """,
    "bg": """на и в да се за от не с е че са по като това си до при ще или има който към след но той всеки право бъде
        """,
    "mk": """на и во да се за од не со е дека по како тоа ќе или има кој што но до секој право бидат беше овој при
        нивните""",
    "sr": """и у је на да се за су од са не као о би по из али или које који што није бити то своје има све како право
        """,
    "kk": """және бір бұл үшін мен да де бар деп болып осы оның жоқ емес болған туралы кейін әр немесе құқығы тиіс
        барлық""",
    "ky": """жана бир бул үчүн менен да деп бар эмес болгон ал анын тууралуу кийин ар же укугу керек болуп бардык адам
        """,
    "mn": """нь ба бол энэ байна гэж юм мөн өөрийн тухай эрх хүн бүр байх болон эсвэл байгаа гэсэн онд дээр тэр хийх
        """,
    "tg": """ва дар ба аз ки бо ин барои ҳар то он бояд худ мешавад ё ҳуқуқ дорад аст буд онҳо вале пас нест бошад""",
    "ar": """في من على أن إلى أو ما عن لا التي هذا الذي كل مع هذه كان لكل بعد لم قد بين ولا له حق قال ذلك""",
    "fa": """و در به از که این را با است برای آن یا هر حق باید تا خود نیز شود دارد کرد بر می شد اما هم""",
    "ur": """کے کی اور میں ہے سے کا کو نے پر یہ کہ نہیں ہیں اس بھی ہر یا لئے حق شخص کر گا ایک ان وہ""",
    "ps": """د په او چې له ته کې هغه سره یې دې دی دا لري باید حق هر شي وي نه څخه یا دغه پر یو""",
    "ckb": """لە و بە کە بۆ ئەو لەگەڵ یان هەموو مافی هەیە ئەم دا هەر ناکرێت بێت دەبێت خۆی کردنی پێ""",
    "hi": """के की में है और का को से ने पर कि यह नहीं हैं भी एक इस या कर लिए था गया जो अधिकार किया प्रत्येक""",
    "mr": """आहे आणि या व त्या च्या हा ही हे नाही होते केले त्यांनी किंवा प्रत्येक अधिकार करण्यात आला असे तर म्हणून झाली
        असून""",
    "ne": """छ र को मा लाई हो गर्न भएको पनि यो गरेको छन् भने अधिकार प्रत्येक वा गर्ने हुने कुनै नेपाल उनले बाट भन्ने
        """,
}
"""Language -> its commonest words, in lower case."""
