"""Words that carry no news, in the languages that feeds are most often written in; data for `text`.

Chosen by hand: articles, pronouns, prepositions, conjunctions, auxiliaries. A word that is a stop word in one language
and news in another (English "war", German "war") is left out.
"""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "en": """a about above after again against ago all almost along already also although always am among an and
        another any are aren around as at away back be became because been before being below between both but by
        came can cannot come could couldn did didn do does doesn doing don done down during each either else even
        ever every few for from further get give given go got had hadn has hasn have haven having he her here hers
        herself him himself his how however i if in into is isn it its itself just least less let like made make
        many may me might more most much must my myself near never no nor not now of off often on once one only
        onto or other others our ours ourselves out over own per put quite rather re really s said same saw say
        says see seen several shall she should shouldn since so some still such t take taken than that the their
        theirs them themselves then there these they this those though through thus to together told too toward
        towards under until up upon us use used ve very via was wasn we well were weren what when where whether
        which while who whom whose why will with within without won would wouldn yet you your yours yourself""",
    "de": """aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch
        auf aus bei beim bereits bin bis bist da dabei dadurch dafur dagegen daher damit danach dann daran darauf
        daraus darin daruber darum das dass davon dazu dein dem den denn denen der deren des deshalb dessen die
        dies diese diesem diesen dieser dieses doch dort du durch eigentlich ein eine einem einen einer eines
        einige einmal er erst es etwa etwas euch eure fur ganz gegen gegenuber gewesen habe haben hat hatte hatten
        hier hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer indem ins ist ja jede jedem jeden jeder
        jedes jedoch jetzt kann kein keine keinem keinen konnen konnte konnten machen mehr mein meine mich mir mit
        muss mussen nach nicht nichts noch nun nur ob oder ohne sagte schon sehr sei seien sein seine seinem
        seinen seiner seit selbst sich sie sind so sogar solche soll sollen sollte sondern sonst sowie uber um und
        uns unser unter viel viele vom von vor wahrend waren warum was wegen weil weiter welche wenn wer werde
        werden wie wieder will wir wird wo wollen wurde wurden zu zum zur zwar zwischen""",
    "fr": """afin ai ainsi alors apres au aucun aucune aujourd aura aussi autre autres aux avait avant avec avoir
        avons beaucoup bien ca car ce ceci cela celle celles celui cent ces cet cette ceux chaque chez comme
        comment contre dans de debut deja depuis des deux devant doit donc dont du elle elles en encore enfin
        ensuite entre est et etaient etait etant ete etre eu eux fait faire fois font hui il ils je jusqu jusque
        la le les leur leurs lors lorsque lui ma mais meme memes mes mon ne ni nos notre nous on ont ou par parce
        pas peu peut peuvent plus plusieurs pour pourquoi pres puis qu quand que quel quelle quelles quelque
        quelques quels qui quoi sa sans se selon sera ses si soit son sont sous sur ta tandis tant te tel telle
        tes ton toujours tous tout toute toutes tres trop tu un une vers voici voila vos votre vous""",
    "es": """al algo algunas alguno algunos alla ante antes aquel aquella aquellos aqui asi aun aunque cada casi
        como con contra cual cuales cuando cuanto de del desde despues dice dicho dijo donde dos durante el ella
        ellas ellos en entre era eran es esa esas ese eso esos esta estaba estado estan estar este esto estos fue
        fueron ha haber habia han hasta hay hoy la las le les lo los luego mas me mediante mi mientras mis misma
        mismo mucha mucho muchos muy nada ni no nos nosotros nuestra nuestro nunca otra otras otro otros para pero
        poco por porque pues puede pueden que quien quienes se segun ser si sido siempre sin sino sobre solo son
        su sus tal tambien tan tanto te tiene tienen toda todas todavia todo todos tras tu tus un una unas uno
        unos usted va varios ya yo""",
    "it": """ad agli ai al alcuni alcune alla alle allo altra altre altri altro anche ancora avere aveva avevano
        che chi ci cioe come con contro cosa cosi cui da dagli dai dal dalla dalle dallo degli dei del della delle
        dello dentro di dopo dove due durante ecco ed era erano essere fa fino fra fu gia gli ha hanno ho i il in
        infatti invece io la le lei li lo loro lui ma mentre mi mia mio molti molto ne negli nei nel nella nelle
        nello noi non nostra nostro nulla ogni oltre per perche pero piu poi poco prima proprio puo qualche quale
        quali quando quanto quasi quella quelle quelli quello questa queste questi questo qui quindi sara se
        secondo sempre senza si sia siamo solo sono sopra sotto sta stata state stati stato su sua sue sugli sui
        sul sulla sulle suo suoi tra tre tutta tutte tutti tutto un una uno verso vi via voi""",
    "pt": """a ainda alem alguns algumas ante antes ao aos apenas apos as assim ate cada com como contra da das de
        dela dele deles depois desde dessa desse desta deste disse do dos e ela elas ele eles em enquanto entao
        entre era eram essa essas esse esses esta estao estava este estes eu foi foram ha isso isto ja la lhe mais
        mas me mesmo meu minha muito muitos na nao nas nem nessa nesse nesta neste no nos nossa nosso num numa o
        onde os ou outra outras outro outros para pela pelas pelo pelos perante pode podem por porque pouco qual
        quando quanto que quem sao se segundo seja sem sempre sendo ser sera seu seus si sido sob sobre sua suas
        tambem tao tem tambem ter teve tinha toda todas todo todos tudo um uma umas uns voce""",
    "nl": """aan achter al alle alleen als altijd ander andere ben bij binnen boven daar dan dat de deze die dit
        doen door dus een eens en er ging had hadden heb hebben heeft hem het hier hij hoe hun iemand iets ik in
        is ja je kan komen kon kunnen maar meer men met mij mijn moet moeten na naar niet niets nog nu of om omdat
        onder ons ook op over reeds sinds te tegen tijdens toch toen tot tussen uit u van vanaf veel volgens voor
        waar wanneer wat weer wel werd werden wie wij willen wordt worden zal ze zei zelf zich zij zijn zo zoals
        zonder zou zouden""",
    "sv": """alla allt alltsa att av bara bli blev blir da dar de dem den denna deras dess dessa det detta dig din
        ditt du efter ej eller en enligt er ett finns fick fler for fran ha hade han hans har har henne hennes hon
        honom hur i icke ingen inom inte jag ju kan kommer kunde man mellan men mer mig min mitt mot mycket nar
        nagon nagot ni nu och ocksa om oss pa sa samma sedan sig sin sina sitt ska skulle som sta till under upp
        ut utan vad var vara varit vem vi vid vilka vilken over""",
    "da": """af alle andet andre at blev bliver da de dem den denne der deres det dette dig din efter ej eller en
        end er et for fra ham han hans har havde hende her hos hun hvad hvem hver hvor i ifolge ikke ind jeg jo
        kan kom kunne man mange med meget mellem men mere mig min mod ned noget nogle nu nar og ogsa om op os over
        pa sa samt selv sig sin sine skal skulle som til ud under uden var ved vi vil ville vaere vaeret""",
    "pl": """aby ale ani az bardzo bez bo by byc byl byla bylo byly bedzie beda chce choc co coraz czy dla do gdy
        gdyz gdzie go ich im inne iz ja jak jako je jednak jego jej jest jeszcze jesli juz kiedy kto ktora ktore
        ktorej ktory ktorych ktorzy lub ma maja mi moze mozna na nad nam nas nawet nie niego nich nim no o od on
        ona one oni oraz po pod podczas ponad poniewaz przed przez przy roku rowniez sa sie sobie swoj swoje ta
        tak takie takze tam te tego tej ten teraz to tu tych tylko tym u w we wiec wszystko z za zas ze zeby""",
    "ru": """а без более больше бы был была были было быть в вам вас весь во вот все всего всех вы где да даже для
        до его ее если есть еще же за здесь и из или им их к как когда кто ли между меня мне может мы на над надо
        наш не него нее нет ни них но ну о об однако он она они оно от очень по под после потом потому при про с
        сам свои свою себя сеичас со так также такои там те тем то тогда того тоже тои только том ты у уже хотя
        чего чем через что чтобы эта эти это этого этои этом этот я""",
    "uk": """але без би був була були було бути в вже ви від він вона вони воно все всі де для до його за з зі и і
        із иого ii ії його які якии коли між ми на над не ні об один під після по при про та також так таку те ти
        то том у хто це цеи ця чи через що щоб як яка яке""",
    "tr": """acaba ama ancak arasinda artik as az bazi belki ben bile bir biri biz bu buna bunu bunun cok cunku da
        daha de degil diye dolayi edilen eden etti fakat gibi gore halen hem hep her hic icin ile ilgili ise iste
        kadar karsi kendi ki kim mi mu nasil ne neden nerede o olan olarak oldu oldugu olmak on ona onlar onu onun
        ora oysa pek sadece sen siz son sonra su tarafindan tum ve veya ya yani yapilan yaptigi yer yine yok zaten""",
    "vi": """ai anh bang bao bi boi cac cai can cang chi cho chua chung co con cua cung cuoc da dang day de den
        deu di do doi duoc duoi gi giua hay hon het khi khong la lai lam len luc ma moi mot muon nay nen neu ngay
        nguoi nha nhat nhieu nhu nhung nua o ra rang rat sau se tai tat the theo thi thu tren trong truoc tu tung
        vao van vay ve vi viec voi vua""",
    "id": """ada adalah agar akan aku antara apa atau bagi bahwa banyak beberapa belum berada bisa dalam dan dapat
        dari dengan di dia hanya hari harus hingga ia ini itu jika juga kami karena kata ke kembali kepada kita
        lagi lain lebih maka masih mengatakan menjadi mereka namun oleh pada para pun saat sangat satu saya
        sebagai sebelum sebuah secara sejak sekitar selama seorang seperti serta setelah sudah tahun telah tentang
        terhadap tersebut tidak untuk yang""",
}
"""Language code -> its words, folded as `text.fold` folds."""
