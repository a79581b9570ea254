"""Common endings of words, by language, the longest first where one ends another: data for `text.stem`."""

from __future__ import annotations

BY_LANGUAGE: dict[str, tuple[str, ...]] = {
    language: tuple(endings.split())
    for language, endings in {
        "en": "ations ation ments ment ings ing edly ies ied ers ed es er ly s y e",
        "de": "ungen ung ern en em er es e s n",
        "nl": "ingen ing heden heid eren en es e s",
        "fr": "ements ement ations ation eaux aux ees ee ent es er e s x",
        "es": "aciones acion amente mente ados adas ado ada es os as ar o a e s",
        "pt": "acoes acao amente mente ados adas ado ada es os as ar o a e s",
        "it": "azioni azione amente mente ati ate ato ata i e o a",
        "sv": "heterna heten arna erna orna ande ar er or en et n t a s",
        "da": "heden erne ende ene er en et e s t",
        "pl": "owego owych ego emu ach ami ych ymi ow om em ej a e i o u y",
        "ru": "ениями ение ения ого его ому ыми ими ами ями ах ях ов ев ои ыи ии ая яя ое ее ые ие ом ем ам ям а я о"
        " е ы и у ю ь",
        "tr": "larinin lerinin larin lerin lari leri lar ler nin nun dan den da de i u",
    }.items()
}
BY_LANGUAGE |= {"no": BY_LANGUAGE["da"], "nb": BY_LANGUAGE["da"], "nn": BY_LANGUAGE["da"], "uk": BY_LANGUAGE["ru"]}
