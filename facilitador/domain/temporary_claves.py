"""Temporary claves that the program makes up: plain words and digits, easy to read out and to type, used once.

Words: four to seven letters, written without accents and without ñ, so that any keyboard types them; none that could
hurt or amuse on a sheet of paper. Four words out of these and three digits are about 43 bits, 10^13 guesses: out of
reach for the days until it is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from facilitador.domain.passphrases import strength

WORD_COUNT: Final = 4
DIGITS: Final = 3

_TEXT = """
abeja abrigo aceite aceituna acera adobe afiche agenda aguja ajedrez alambre albahaca aldea alforja algodon alivio
almohada alondra altura ancla andamio anillo antena arado arcilla arco arena armario arpa arroyo atajo atlas
avena azucena bahia balanza balcon balsa banca bandeja barniz barro bastidor batan bolsa borde bordado boldo botella
boton brasa brisa brocha broche bronce brote bufanda cabuya cactus cajon calabaza caldo canasta candado canela canoa
cantaro cantera capa capuli caracol caramelo carbon carpeta carreta cascada castor cebada cedro cera cereza cesta
chalina charango chullo cielo ciruela clarin clavel cobre cocina codo colcha collar colmena comba cometa compas copa
coral corcho cordel corneta corteza cosecha costura cristal cuadro cubierta cuchara cuerda cuero dado dedal delta
dibujo disco duende durazno ebano eclipse eje enebro ensayo escalera escoba espejo espiga esponja estera estufa etiqueta
fabula farol faro felpa feria fibra fieltro figura filtro flauta flecha fogata folio fragua franela frasco fresa fuente
galeria galleta gancho ganso garza gavilan girasol gorra granero grano greda grieta guante guinda guitarra
harina hebra helecho herraje hilera hilo hoguera hojalata hongo horno hueco huerta imprenta islote jabali jabon jardin
jarra jaula jazmin jinete jornal juego junco kiosco ladera ladrillo laguna lampara lancha lapicero laurel lazo
lechuga lente lienzo lima lino linterna lirio llanta llave lobulo locro lucero lucuma maceta madeja madera maleta malva
manta mantel mapa marea mastil matorral mecedora medalla melon membrana menta metal miel mimbre mirto molde molino
moneda mora mortero mosaico muelle mural musgo nacar nado nave neblina nido nogal nube nudo oasis obrero ocarina
olivo olla onda orilla ortiga otero oveja paila paja palanca paleta palmera panal pandero panuelo parra pasto patio
pecera pelota peral perla pestillo piedra pincel pino pinza pista pizarra planeta plaza pluma polea polen
pozo pradera prensa puerto pulpo quena quinua quipu rama rastro ratan red reloj remo retablo ribera riel
rincon roble roca rocio rodillo romero rueda sabana saco sandalia sauce semilla sendero serrucho sierra silbato sobre
soga sombra sopera surco tabla taller tambor tapiz tejado tela telar terraza timbre tinta tiza tocado tomillo
toronja torre totora trapiche trebol trenza trigo trompo tuna tunel turquesa uva vagon vaina valle vapor vara vela
velero vereda vidrio viga vihuela violeta yema yerba yeso yunque zafiro zanja zapallo zapato zarza zorzal
"""


def _plain(word: str) -> bool:
    return word.isascii() and 4 <= len(word) <= 7


TEMPORARY_WORDS: Final[tuple[str, ...]] = tuple(word for word in dict.fromkeys(_TEXT.split()) if _plain(word))
"""The words that a temporary clave is made of, each as likely as any other."""


def temporary_clave(below: Callable[[int], int], personal: Iterable[str] = ()) -> str:
    """`brisa-telar-junco-quipu-407`: words and digits chosen by `below(n)`, a number from 0 to n - 1 nobody foresees.

    Always one that `passphrases.check` accepts for a person whose own names are `personal`.
    """
    known = tuple(personal)
    while True:
        words: list[str] = []
        while len(words) < WORD_COUNT:
            word = TEMPORARY_WORDS[below(len(TEMPORARY_WORDS))]
            if word not in words:
                words.append(word)
        clave = "-".join((*words, "".join(str(below(10)) for _ in range(DIGITS))))
        if strength(clave, known).acceptable:
            return clave
