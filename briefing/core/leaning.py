"""How sentences begin, and what they say, that need what stands before them, by language: data for `readable`.

"_" stands for a blank. Words that as often begin a sentence of their own (German "die", English
        "there") are left out.
"""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "en": """he she they it this that these those such his here her their its another hers theirs but and so or
        nor yet however meanwhile also then instead still thus therefore hence moreover furthermore besides
        nevertheless nonetheless otherwise consequently which who afterwards afterward similarly likewise indeed
        finally in_addition as_a_result for_example for_instance on_the_other_hand by_contrast in_contrast
        at_the_time at_that_time after_that since_then even_so as_such one_of_them the_latter the_former of_these
        of_those in_other_words both neither others the_other the_others the_second the_third the_first_was
        the_first_is the_two the_pair the_trio the_move until_then by_then before_that earlier,
        in_a_statement in_response in_that in_this in_it in_them in_his in_her in_their to_this to_that for_this
        for_that for_his for_her for_their with_this with_that with_his with_her with_their of_his of_her of_their
        from_this from_there at_this as_he as_she as_they when_he when_she when_they when_it
        as_it while_it after_he after_she after_they after_it while_he while_she while_they
        because_of_this because_he because_she despite_this despite_that under_his under_her under_this
        like_his like_her like_this on_this on_his on_her speaking_to speaking_after speaking_at asked_about
        asked_whether asked_if among_them among_those some_of_them most_of_them many_of_them all_of_them
        none_of_them not_only_that what_is_more that's that’s rather again too further similarly_to the_same
        the_result the_reason the_idea the_aim the_goal the_difference
        hours_later days_later weeks_later months_later years_later minutes_later moments_later the_next_day
        the_following a_day_later as_for in_essence even_some what's_more in_short in_all in_turn to_that_end
        in_fact of_course for_one at_issue at_stake""",
    "de": """er sie es dies diese dieser dieses diesem diesen sein seine seinem seiner seinen seines ihr ihre ihrer
        ihrem ihm ihnen ihren ihres aber und doch jedoch denn deshalb daher dabei dazu auch
        außerdem zudem dann danach
        damit allerdings dafür dagegen deswegen stattdessen dennoch trotzdem sondern oder so darin darauf daraus
        darüber darum davon davor hierzu hierfür hierbei ebenso ebenfalls zuvor anschließend demnach somit folglich
        gleichzeitig schließlich hinzu letztere letzterer ersterer beide unterdessen derweil indes das_sei das_ist
        das_war das_werde das_habe das_hat das_wird in_diesem in_dieser mit_diesem mit_dieser
        nach_diesem ein_weiterer
        eine_weitere ein_anderer eine_andere solche solcher""",
    "fr": """il elle ils elles ce cela ça cette ces cet celui celle ceux celles c'est c’est son sa
        ses leur leurs lui
        mais et donc or car ainsi aussi cependant toutefois pourtant puis ensuite alors enfin de_plus en_effet
        par_ailleurs en_revanche en_outre dès_lors d'où d’où selon_lui selon_elle selon_eux pour_lui pour_elle
        ce_dernier cette_dernière ces_derniers autre parmi_eux à_ce_titre à_cette dans_ce dans_cette néanmoins
        d'autres d’autres tous_deux les_deux du_coup résultat une_autre un_autre""",
    "es": """él ella ellos ellas esto esta este estos estas eso esa ese esos esas su sus pero y además también
        entonces así ello aunque luego sin_embargo por_eso por_ello no_obstante en_cambio por_su_parte asimismo
        mientras_tanto de_hecho por_otro_lado por_otra_parte según_él según_ella ambos ambas tampoco finalmente
        a_su_vez en_este en_esta en_ese en_esa con_ello con_esto tras_ello otro otra otros otras entre_ellos
        entre_ellas dicho dicha lo_mismo al_respecto""",
    "it": """lui lei loro egli ella essi questo questa questi queste quello quella quelli quelle
        ciò suo sua suoi sue
        ma e ed però inoltre anche quindi poi tuttavia così infatti invece perciò pertanto dunque intanto infine
        il_suo la_sua i_suoi le_sue entrambi entrambe tra_questi fra_questi in_questo in_questa secondo_lui
        secondo_lei un_altro un'altra un’altra del_resto d'altra_parte nel_frattempo eppure oppure""",
    "pt": """ele ela eles elas isso isto esse essa esses essas este esta estes estas seu sua seus suas mas e porém
        também então assim além_disso no_entanto por_isso contudo todavia entretanto portanto já_ele já_ela ambos
        ambas segundo_ele segundo_ela nesse nessa neste nesta desse dessa disso com_isso aliás depois_disso por_fim
        por_sua_vez por_outro_lado outro outra outros outras entre_eles o_mesmo aquele aquela""",
    "nl": """hij zij ze het_is het_was dit deze die zijn haar hun maar en ook dus echter daarnaast
        daarom toch daarbij
        dan daarmee daarvoor daarna daardoor hierdoor hierbij hiermee bovendien verder tevens vervolgens intussen
        ondertussen niettemin desondanks anders volgens_hem volgens_haar beide beiden zo_ want dat_is dat_was""",
    "sv": """han hon de dessa denna detta hans hennes deras men och dock även också så sedan därför därmed dessutom
        däremot samtidigt enligt_honom enligt_henne båda""",
    "da": """han hun disse denne dette hans hendes deres men og dog også så derfor derefter desuden samtidig dermed
        ifølge_ham ifølge_hende begge""",
    "no": """han hun de disse denne dette hans hennes deres men og også så derfor dermed dessuten samtidig
        ifølge_ham begge""",
    "fi": "hän he se ne tämä nämä hänen heidän mutta ja myös lisäksi kuitenkin siksi silti sen näin",
    "pl": """on ona oni one to ten ta te jego jej ich ale i jednak a więc też także natomiast zatem potem ponadto
        dlatego tymczasem jak_dodał jak_dodała zdaniem_ich według_niego według_niej dodał dodała obaj obie""",
    "cs": """on ona oni ono to ten ta tyto tento tato jeho její jejich ale a však také proto přesto potom navíc
        podle_něj podle_ní""",
    "ru": """он она они оно это этот эта эти его её ее их но и а однако также поэтому затем при_этом кроме_того
        по_его по_её по_ее по_их между_тем тем_не_менее в_частности так, таким_образом потом тогда
        в_этом на_этом об_этом
        после_этого до_этого из-за_этого в_свою_очередь помимо_этого при_нём такой такая такое такие оба обе впрочем
        зато причём причем напомним отмечается уточняется ранее_он ранее_она в_результате
        по_словам_него там к_тому_же""",
    "uk": """він вона вони воно це цей ця ці його її їх але і й а однак також тому потім при_цьому крім_того
        за_його за_її за_їхніми водночас проте отже зокрема тим_часом після_цього ця_ там такий така нагадаємо""",
    "tr": """bu bunun buna bunu bunlar bunların o onun ona onu onlar onların ama ancak ve ayrıca
        fakat böylece şu söz_konusu
        öte_yandan bunun_üzerine bu_nedenle ise çünkü üstelik dolayısıyla kendisi böyle öyle ardından daha_sonra
        buna_göre diğer ikisi her_ikisi açıklamada açıklamasında konuşmasında""",
    "ar": """هو هي هم هن هذا هذه ذلك تلك هؤلاء وهو وهي وهم وهذا وهذه وذلك وتلك لكن ولكن لكنه لكنها
        كما وكما كذلك وكذلك
        أيضا وأيضا لذلك ولذلك ثم بالتالي وبالتالي وأضاف وأضافت وتابع وتابعت وأوضح وأوضحت وأشار وأشارت وأكد وأكدت
        وقال وقالت ولفت ولفتت وشدد وشددت ومن_جهته ومن_جانبه من_جهته من_جانبه ومن_ناحيته من_ناحيتها إلا_أن غير_أن
        بيد_أن ومع_ذلك مع_ذلك وفي_هذا في_هذا وبذلك وبعد_ذلك فيما بينما وجاء_ذلك جاء_ذلك وكان وكانت وله ولها""",
    "he": "הוא היא הם הן זה זו זאת אלה אבל אך ואולם אולם גם כמו_כן לכן לדבריו לדבריה לדבריהם עוד בנוסף",
    "fa": "او آنها آن این وی اما و ولی همچنین بنابراین سپس ایشان به_گفته_او",
    "vi": """ông bà anh cô họ nó này đây đó nhưng và tuy_nhiên do_đó vì_vậy ngoài_ra bên_cạnh_đó điều_này theo_đó
        đồng_thời sau_đó trước_đó trong_khi_đó vị_này người_này""",
    "id": "dia ia mereka ini itu tetapi namun dan juga selain_itu karena_itu kemudian menurutnya hal_ini hal_itu",
    "zh": """他 她 它 这 這 那 此 但 而 因此 同时 同時 此外 不过 不過 然而 对此 對此 其 该 該 所以 另外 另一方面
        与此同时         與此同時 随后 隨後 之后 之後 两人 兩人 双方 雙方 于是 於是 并且 並且 也就是 因为如此""",
    "ja": """彼 それ これ その この しかし また そして あの そこ ここ だが ただ 一方 さらに このため そのため こうした
        そうした 同社 同氏 同日 同省 同署 同庁 両 なお すると ところが でも つまり しかも だから 次に""",
    "ko": """그는 그녀는 그들은 이는 이것은 그러나 하지만 또 또한 그리고 이에 이어 그러면서 이번 이를 그의 한편
        따라서 이와""",
    "hi": "वह वे यह ये इस उस उन इन लेकिन और हालांकि साथ_ही इसके उसके उनके उन्होंने इसलिए वहीं",
}
UNSPACED = frozenset({"zh", "ja", "ko"})
"""Languages where nothing shows the end of a word, or endings are joined to it."""

DEFINITE: dict[str, tuple[str, str, str]] = {
    "en": (
        "the",
        """company firm club team group pair couple man woman boy girl teenager child victim
        victims suspect suspects
        defendant accused officer officers official officials agency organisation organization department ministry
        bank airline union association charity hospital school university council committee commission panel
        court judge jury minister spokesman spokeswoman spokesperson actor actress singer star striker midfielder
        defender goalkeeper winger manager coach captain player players side hosts visitors league tournament
        incident accident crash attack attacks blast explosion fire shooting killing murder death deaths decision
        ruling verdict order announcement statement report study survey research findings figures data document
        documents letter deal agreement plan plans proposal proposals project programme program scheme bill law
        legislation measure measures vote meeting talks summit event film movie book show series song album
        game match race win victory defeat loss result draw goal move change changes investigation inquiry probe
        case trial lawsuit claim claims allegations charges charge video footage image images picture pictures
        device product app website site building house home vehicle car plane aircraft ship boat vessel train bus
        animal dog storm hurricane operation mission protest protests rally strike campaign dispute crisis
        outbreak virus disease drug vaccine treatment party politician senator lawmaker author artist former
        lawyer lawyers call calls gap question questions answer problem issue news tweet comments comment
        remarks speech argument concern concerns warning request offer gesture funeral ceremony veteran
        youngster newcomer duo trio brothers sisters family parents mother father""",
        "of by to for from in at between that who whose which on with behind against over into near about where",
    ),
    "de": (
        "der die das dem den des",
        """unternehmen konzern firma verein klub mann frau junge mädchen opfer täter verdächtige
        verdächtigen polizist
        beamte beamten behörde entscheidung urteil beschluss erklärung bericht studie untersuchung
        ergebnis ergebnisse
        abkommen plan pläne vorschlag projekt gesetz maßnahme maßnahmen treffen vorfall unfall
        angriff anschlag brand
        feuer fall prozess spiel sieg niederlage partei politiker politikerin schauspieler sänger trainer minister
        ministerin sprecher sprecherin fahrer fahrerin fahrzeug gebäude tat ermittlungen aktie film buch""",
        "des der von vom zu zum zur für aus in im am an zwischen die das den dem auf mit gegen über bei",
    ),
    "fr": (
        "le la les l'",
        """entreprise société groupe club équipe homme femme jeune victime victimes suspect suspects policier agents
        décision verdict jugement annonce rapport étude enquête accord plan projet loi mesure
        mesures réunion incident
        accident attaque attentat incendie affaire procès match victoire défaite parti ministre acteur chanteur
        entraîneur conducteur véhicule bâtiment film livre texte dirigeant élu""",
        "de du des d'un d'une à au aux pour par sur entre qui que dans en contre avec",
    ),
    "es": (
        "el la los las",
        """empresa compañía club equipo grupo hombre mujer joven víctima víctimas sospechoso
        agentes decisión sentencia
        anuncio informe estudio investigación acuerdo plan proyecto ley medida medidas reunión incidente accidente
        ataque atentado incendio caso juicio partido ministro ministra actor cantante entrenador conductor vehículo
        edificio película libro texto mandatario dirigente""",
        "de del para por sobre entre que en contra con a al",
    ),
    "it": (
        "il lo la i gli le l'",
        """azienda società gruppo squadra club uomo donna ragazzo ragazza vittima vittime
        sospettato decisione sentenza
        annuncio rapporto studio indagine accordo piano progetto legge misura misure riunione incidente attacco
        attentato incendio caso processo partita vittoria sconfitta partito ministro attore cantante allenatore
        conducente veicolo edificio film libro testo""",
        "di del della dei delle dello per da dal su tra fra che in contro con a al",
    ),
    "pt": (
        "o a os as",
        """empresa companhia clube equipe equipa grupo homem mulher jovem vítima vítimas suspeito suspeitos decisão
        sentença anúncio relatório estudo investigação acordo plano projeto lei medida medidas reunião incidente
        acidente ataque atentado incêndio caso julgamento partido ministro ministra ator cantor treinador motorista
        veículo prédio filme livro texto""",
        "de do da dos das para por sobre entre que em no na contra com a ao",
    ),
    "nl": (
        "de het",
        """bedrijf club team groep man vrouw jongen meisje slachtoffer slachtoffers verdachte
        verdachten besluit uitspraak
        aankondiging rapport onderzoek akkoord plan plannen voorstel project wet maatregel
        maatregelen overleg incident
        ongeluk aanval aanslag brand zaak proces wedstrijd overwinning nederlaag partij minister woordvoerder acteur
        zanger trainer bestuurder voertuig gebouw film boek""",
        "van voor om door over tussen die dat in op met tegen uit bij aan",
    ),
}
"""Articles, nouns that name nothing by themselves, and the words behind them that say which is meant."""

SPEAKING: dict[str, str] = {
    "en": "I we my our me us I'm I've I'll I'd we're we've we'll let's myself ourselves",
    "de": "ich wir mein meine meinem meinen uns unser unsere unserer unserem unseren mir mich",
    "fr": "je nous notre nos mon ma mes moi j'ai",
    "es": "yo nosotros nosotras nuestro nuestra nuestros nuestras mi mis me",
    "it": "io noi nostro nostra nostri nostre mio mia mi ci_siamo abbiamo",
    "pt": "eu nós nosso nossa nossos nossas meu minha",
    "nl": "ik wij we mijn ons onze mij",
    "sv": "jag vi vår våra mig oss",
    "da": "jeg vi vores mig os",
    "pl": "ja my nasz nasza nasze mój moja jestem jesteśmy",
    "ru": "я мы наш наша наши нам нас мой моя мне меня",
    "uk": "я ми наш наша наші нам нас мій моя мені",
    "tr": "ben biz bizim benim bize bana",
    "ar": "أنا نحن لدينا إننا إنني",
    "zh": "我 我们 我們 咱们",
    "ja": "私 私たち 我々 僕 俺",
}
"""First persons. Outside a quotation they are the writer's, and nobody in a digest is "I"."""

ADDRESSING: dict[str, str] = {
    "en": "you your yours yourself you're you'll you've",
    "de": "Sie_sich Ihnen du dein deine euch ihr_könnt",
    "fr": "vous votre vos tu ton",
    "es": "usted ustedes tú tus",
    "it": "voi vostro vostra tuo tua",
    "pt": "você vocês",
    "nl": "u jij jouw jullie uw",
    "ru": "вы вас вам ваш ваша ваши",
    "tr": "siz sizin size",
    "zh": "你 您 你们",
    "ja": "あなた",
}
"""Second persons, which address the reader."""

TODAY: dict[str, str] = {
    "en": """today yesterday tomorrow tonight last_night this_morning this_afternoon this_evening this_week
        last_week""",
    "de": "heute gestern morgen_früh heute_morgen vergangene_nacht",
    "fr": "aujourd'hui aujourd’hui hier demain cette_nuit ce_matin ce_soir",
    "es": "hoy ayer anoche esta_mañana esta_noche",
    "it": "oggi ieri domani stamattina stasera stanotte",
    "pt": "hoje ontem amanhã esta_manhã",
    "nl": "vandaag gisteren morgen vanochtend vanavond vannacht",
    "ru": "сегодня вчера завтра",
    "tr": "bugün dün yarın",
    "zh": "今天 今日 昨天 昨日 明天",
    "ja": "今日 昨日 きのう 明日",
}
"""Days that depend on when the report was written, which a reader does not see."""
