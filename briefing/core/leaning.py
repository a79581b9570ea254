"""How sentences begin that need the one before them, by language: data for `readable.leans`.

Pronouns and connecting words; "_" stands for a blank. Words that as often begin a sentence of their own (German "die",
English "there") are left out.
"""

from __future__ import annotations

BY_LANGUAGE: dict[str, str] = {
    "en": """he she they it this that these those such his here her their its another hers theirs but and so or
        nor yet however meanwhile also then instead still thus therefore hence moreover furthermore besides
        nevertheless nonetheless otherwise consequently which who afterwards afterward similarly likewise indeed
        finally in_addition as_a_result for_example for_instance on_the_other_hand by_contrast in_contrast
        at_the_time at_that_time after_that since_then even_so as_such one_of_them the_latter the_former of_these
        of_those in_other_words both neither others the_other the_others the_second the_third the_first_was
        the_first_is the_two the_pair the_move until_then by_then before_that""",
    "de": """er sie es dies diese dieser dieses diesem diesen sein seine seinem seiner ihr ihre ihrer ihrem ihm
        ihnen aber und doch jedoch denn deshalb daher dabei dazu auch außerdem zudem dann danach damit allerdings
        dafür dagegen deswegen stattdessen dennoch trotzdem sondern oder so""",
    "fr": """il elle ils elles ce cela ça cette ces cet celui celle ceux c'est son sa ses leur leurs lui mais et
        donc or car ainsi aussi cependant toutefois pourtant puis ensuite alors enfin de_plus en_effet
        par_ailleurs en_revanche""",
    "es": """él ella ellos ellas esto esta este estos estas eso esa ese esos esas su sus pero y además también
        entonces así ello aunque luego sin_embargo por_eso por_ello no_obstante en_cambio por_su_parte""",
    "it": """lui lei loro egli ella questo questa questi queste quello quella quelli quelle suo sua ma e ed però
        inoltre anche quindi poi tuttavia così infatti invece""",
    "pt": """ele ela eles elas isso isto esse essa esses essas este esta estes estas seu sua seus suas mas e porém
        também então assim além_disso no_entanto por_isso""",
    "nl": "hij zij ze het_is dit deze die zijn haar hun maar en ook dus echter daarnaast daarom toch daarbij dan",
    "sv": "han hon de dessa denna detta hans hennes deras men och dock även också så sedan därför därmed",
    "da": "han hun disse denne dette hans hendes deres men og dog også så derfor derefter",
    "pl": "on ona oni one to ten ta te jego jej ich ale i jednak a więc też także natomiast zatem potem",
    "ru": "он она они оно это этот эта эти его её их но и а однако также поэтому затем при_этом кроме_того",
    "uk": "він вона вони воно це цей ця ці його її їх але і й а однак також тому потім",
    "tr": "bu bunun buna bunlar o onun onlar ama ancak ve ayrıca fakat böylece",
    "vi": "ông bà anh cô họ nó này đây nhưng và tuy_nhiên do_đó vì_vậy ngoài_ra bên_cạnh_đó điều_này",
    "zh": "他 她 它 这 這 那 此 但 而 因此 同时 同時 此外 不过 不過",
    "ja": "彼 それ これ その この しかし また そして",
}
UNSPACED = frozenset({"zh", "ja"})
"""Languages where nothing shows the end of a word."""
