"""Words that, capitalised, nearly always begin a sentence, by language: data for `abbreviations`."""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "en": """
        The A An He She It They We I You This That These Those His Her Their Its Our My There Here What When Where
        Why Who How Which In On At To Of But And So If Or Nor Yet While After Before As For From With Without By
        Since Although Though However Meanwhile Under Over Between Among Through Within During Until Despite Because
        According Then Now Not Some Many Most All Both Each Every Nobody Everyone Several Still Only Also Another
        Other Others Such Once Later Earlier Today Yesterday Instead Moreover Nevertheless Did Does Is Are Was Were
        Has Have Had Can Could Would Should Whether Thus Therefore Two Three Police Officials Experts Critics
        Authorities""",
    "de": """
        Der Die Das Dem Den Des Ein Eine Einer Einem Einen Er Sie Es Wir Ich Ihr Ihre Sein Seine Im In Am An Auf Bei
        Beim Mit Nach Und Aber Doch Auch Dabei Damit Danach Dafür Dagegen Daher Dazu Deshalb Seit Von Vom Vor Zu Zum
        Zur Für Wie Wer Was Wo Wenn Als Dann Dort Hier Nun Bis Durch Gegen Ohne Um Unter Über Aus Diese Dieser Dieses
        Diesen Jetzt Noch Schon Nur Nicht Kein Keine Alle Viele Einige Mehr Weil Während Obwohl Zudem Außerdem
        Allerdings Insgesamt Zuvor Später Heute Gestern Man Niemand Ob So Rund Laut Zwei Drei Jeder Jede Sowohl Trotz
        Wegen Denn Darum Warum Mittlerweile Inzwischen Zunächst Schließlich Experten Polizei Bislang Bisher Ist Hat""",
    "fr": """
        Le La Les Un Une Des Du De Il Elle Ils Elles On Nous Vous Je Tu Ce Cet Cette Ces C’est Mais Et Ou Or Donc
        Dans En Au Aux Pour Par Sur Sous Avec Sans Selon Après Avant Depuis Pendant Si Quand Comme Son Sa Ses Leur
        Leurs Notre Nos Puis Ainsi Cependant Toutefois Pourtant Qui Que Quoi Où Comment Pourquoi Plus Tout Tous
        Toutes Chaque Plusieurs Aucun Personne Rien Ici Là Voir À A Lors Face""",
    "es": """
        El La Los Las Lo Un Una Unos Unas Él Ella Ellos Ellas Yo Pero Y E O Según Tras Por Para Con Sin Desde Hasta
        En De Del Al A Este Esta Esto Estos Estas Ese Esa Eso No Se Su Sus Si Sí Cuando Como Donde Quien Que Qué
        Quién Cómo Dónde Mientras Aunque Sin También Además Entre Durante Ante Nadie Todo Todos Cada Hay Fue Es Era
        Son Ya Luego Después Antes Ahora Así Más Muy Dos Tres Le Les Nos Me Nuestro Nuestra""",
    "pt": """
        O A Os As Um Uma Uns Umas Ele Ela Eles Elas Eu Nós Mas E Ou Segundo Depois Após Antes Não Em No Na Nos Nas De
        Do Da Dos Das Por Para Com Sem Desde Até Este Esta Isto Esse Essa Isso Se Seu Sua Seus Suas Quando Como Onde
        Quem Que Enquanto Embora Também Além Entre Durante Ninguém Todo Todos Cada Há Foi É Era São Já Ao À Ainda
        Agora Assim Mais Dois Duas""",
    "it": """
        Il Lo La I Gli Le Un Uno Una Egli Lui Lei Loro Noi Voi Io Ma E Ed O Se Nel Nella Nei Nelle In Di Del Della A
        Al Alla Da Dal Dalla Con Su Sul Sulla Per Tra Fra Secondo Dopo Prima Durante Questo Questa Questi Queste
        Quello Quella Si Non Che Chi Come Dove Quando Perché Mentre Anche Inoltre Ogni Tutti Tutto Nessuno È Era Sono
        Ha C’è Già Ora Poi Così Più Suo Sua""",
    "nl": """
        De Het Een Hij Zij Ze Wij We Ik Je U Jullie Maar En Of In Op Aan Bij Met Na Van Voor Volgens Door Over Tot
        Uit Tijdens Sinds Als Toen Ook Dat Dit Deze Die Er Daar Hier Nu Dan Niet Geen Alle Veel Wie Wat Waar Waarom
        Hoe Wanneer Omdat Hoewel Om Te Zijn Haar Hun Ons Onze Niemand Zo Nog Wel Is Was""",
    "sv": """
        Den Det De En Ett Han Hon Vi Ni Jag Du Man Men Och Eller I På Av Till Från Med Om För Vid Under Efter Innan
        Sedan Enligt När Där Här Då Nu Så Som Att Inte Ingen Alla Många Vad Vem Var Varför Hur Denna Detta Dessa Hans
        Hennes Deras Sin Också Även Är Har""",
    "da": """
        Den Det De En Et Han Hun Vi I Jeg Du Man Men Og Eller På Af Til Fra Med Om For Ved Under Efter Før Siden
        Ifølge Når Da Der Her Nu Så Som At Ikke Ingen Alle Mange Hvad Hvem Hvor Hvorfor Hvordan Denne Dette Disse
        Hans Hendes Deres Også Er Har""",
    "fi": """
        Se Hän He Me Minä Sinä Te Tämä Tuo Nämä Ne Ja Mutta Tai Kun Jos Kuka Mikä Missä Miksi Miten Kukaan Ei Nyt
        Sitten Myös Lisäksi Kuitenkin Vaikka Koska Yksi Kaikki Monet On Oli""",
    "hu": """
        A Az Egy És De Ő Ők Mi Ti Én Ez Ezek Azok Ha Hogy Mert Amikor Ahol Aki Ki Hol Miért Hogyan Nem Senki Most
        Majd Azonban Is Már Még Minden Sok Volt Van Este Szerinte""",
    "pl": """
        I A Ale O On Ona Oni Ono To Ten Ta Te Ci W We Na Po Przed Za Z Ze Do Od Dla Przy Przez Pod Nad Bez Jak Kiedy
        Gdy Gdzie Kto Co Czy Dlaczego Nie Nikt Jednak Potem Teraz Tak Tam Tu Jest Są Był Była Było Już Jeszcze Według
        Podczas Mimo Wszyscy Każdy Także Też Jeśli Ponieważ""",
    "cs": """
        A Ale On Ona Oni Ono To Ten Ta Ty V Ve Na Po Před Za Z Ze Do Od Pro Při Pod Nad Bez Jak Když Kde Kdo Co Proč
        Ne Nikdo Však Potom Teď Tak Tam Tady Je Jsou Byl Byla Bylo Už Ještě Podle Během Všichni Každý Také Pokud
        Protože S Se U K Ke O I Dnes Loni Letos Zatím""",
    "hr": """
        I A Ali On Ona Oni Ono To Taj Ta U Na Po Prije Za Iz S Sa Do Od Pri Pod Nad Bez Kako Kad Kada Gdje Gde Tko Ko
        Što Šta Zašto Ne Nitko Niko Međutim Zatim Sada Tako Tamo Je Su Bio Bila Bilo Već Još Prema Tijekom Tokom Svi
        Svaki Također Takođe Ako Jer O K Ka Danas""",
    "ro": """
        Un O El Ea Ei Ele Eu Noi Voi Dar Și Sau În Din De La Pe Cu Fără Pentru Prin După Înainte Când Unde Cine Ce
        Cum De Nu Nimeni Acest Această Aceste Acum Apoi Este Sunt A Au Era Mai Toți Fiecare Potrivit Deși Dacă Iar""",
    "tr": """
        Bu Şu O Bir Ve Ama Ancak Fakat Çünkü Ben Sen Biz Siz Onlar Her Hiç Kimse Ne Nasıl Neden Niçin Kim Nerede
        Şimdi Sonra Önce Daha Çok Hem Ya Eğer İse Ayrıca Böylece Geçen Bugün Dün Yarın İlk Son""",
    "id": """
        Ia Dia Mereka Kami Kita Saya Ini Itu Dan Tetapi Namun Di Ke Dari Pada Untuk Dengan Oleh Karena Jika Ketika
        Setelah Sebelum Menurut Tidak Siapa Apa Mengapa Bagaimana Sementara Ada""",
    "vi": """
        Ông Bà Anh Chị Họ Tôi Chúng Đây Đó Nhưng Và Khi Nếu Theo Sau Trước Trong Tại Ở Với Vì Ai Không Các Những Một""",
    "ru": """
        Однако Он Она Оно Они Мы Я Вы Ты Это Этот Эта Эти Тот Та Те В Во На Но И А Или По После До При Как Когда Где
        Кто Что Чтобы Если С Со К Ко От Из Из-за У О Об За Над Под Для Без Через Не Ни Также Так Там Тут Затем Потом
        Его Её Ее Их Все Всё Каждый По-прежнему Сейчас Теперь Сегодня Вчера Почему Ранее Позже""",
    "uk": """
        Однак Він Вона Воно Вони Ми Я Ви Ти Це Цей Ця Ці Той Та Ті В У На Але І Й А Або По Після До При Як Коли Де
        Хто Що Щоб Якщо З Зі Із К Від О Про За Над Під Для Без Через Не Ні Також Так Там Тут Потім Його Її Їх Всі Усі
        Кожен Зараз Тепер Сьогодні Чому""",
    "bg": """
        Той Тя То Те Ние Аз Вие Това Този Тази Тези В Във На Но И А Или По След До При Как Кога Къде Кой Какво Ако С
        Със Към От Из У За Над Под Без През Не Също Така Там Тук После Сега Днес Всички""",
    "sr": """
        Он Она Оно Они Ми Ја Ви То Тај Та У На Али И А Или По После До При Како Кад Када Где Ко Шта Ако С Са Од Из За
        Над Под Без Не Такође Тако Тамо Данас Он Зашто Сви""",
    "el": """
        Ο Η Το Οι Τα Ένας Μια Ένα Αυτός Αυτή Αυτό Και Αλλά Όμως Στο Στη Στην Στον Στις Στα Από Για Με Χωρίς Μετά Πριν
        Όταν Αν Πού Πώς Ποιος Τι Γιατί Δεν Κανείς Είναι Ήταν Θα Να Σε Ως Κατά Σύμφωνα""",
}  # fmt: skip
BY_LANGUAGE["no"] = BY_LANGUAGE["nb"] = BY_LANGUAGE["nn"] = BY_LANGUAGE["da"] + " Av Fra Ifølge Hva Hvem Etter"
BY_LANGUAGE["sk"] = BY_LANGUAGE["cs"] + " Keď Kto Čo Prečo Nikto Podľa Počas Všetci Tiež Ak Pretože Bol Bola Sú Vo So"
BY_LANGUAGE["sl"] = BY_LANGUAGE["hr"] + " V Kje Kdo Kaj Zakaj Nihče Vendar Zdaj Že Še Po Med Vsi Tudi Če Ker Danes"
BY_LANGUAGE["bs"] = BY_LANGUAGE["hr"]
BY_LANGUAGE["sr"] += " " + BY_LANGUAGE["hr"]
BY_LANGUAGE["ms"] = BY_LANGUAGE["id"]
