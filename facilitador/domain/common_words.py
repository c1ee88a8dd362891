"""Words that come first to people here when they choose a clave, most tempting first, without accents, in lower case.

Only their rank matters: a clave made of such words is guessed as fast as a list of this length is tried.
"""

from __future__ import annotations

_TEXT = """
clave contrasena secreto password admin usuario facilitador facilitadora cuaderno grupo taller sesion sistema servicio
mimp warmi nan aurora cem cai centro emergencia mujer hombre hombres familia ministerio vulnerables directiva programa
masculinidades genero igualdad violencia participante participantes supervisor supervisora linea ficha registro
peru lima callao cusco cuzco arequipa ayacucho huamanga puno piura tacna loreto iquitos ucayali pucallpa trujillo
chiclayo cajamarca huancayo huanuco junin ancash huaraz chimbote moquegua tumbes amazonas madre dios apurimac abancay
huancavelica pasco lambayeque libertad martin tarapoto moyobamba juliaca sullana quillabamba jaen barranca saylla
alianza universitario cristal cienciano melgar boys futbol seleccion guerrero cueva farfan gol campeon
dios jesus cristo virgen santa rosa senor milagros amor amorcito teamo tequiero bebe bonita princesa reina angel corazon
mama mami papa papi hijo hija hijos esposa esposo hermano hermana abuela abuelo mascota perro gato perrito gatito
maria jose juan luis carlos jorge pedro miguel ana rosa carmen julia lucia sofia diego daniel david manuel victor cesar
fernando ricardo alberto antonio francisco javier raul oscar hugo mario marco sergio pablo andres alejandro gabriel
valeria camila andrea patricia claudia sandra monica diana elena teresa isabel luz gloria flor silvia veronica
garcia rodriguez quispe mamani flores sanchez rojas diaz huaman lopez torres gonzalez perez ramos vasquez castillo
mendoza cruz chavez ramirez espinoza gutierrez fernandez castro vargas condori ramos romero choque apaza cardenas
enero febrero marzo abril mayo junio julio agosto setiembre septiembre octubre noviembre diciembre
lunes martes miercoles jueves viernes sabado domingo primavera verano otono invierno navidad fiestas patrias
uno dos tres cuatro cinco seis siete ocho nueve diez cien mil
rojo azul verde amarillo blanco negro morado celeste rosado gris marron
sol luna estrella cielo mar playa rio lago cerro selva sierra costa tierra agua fuego viento lluvia montana arbol bosque
casa puerta ventana mesa silla cama calle plaza parque pueblo ciudad campo chacra colegio escuela trabajo oficina
carro moto avion bus tren camino puente libro papel lapiz telefono celular computadora internet correo
pan leche arroz papa pollo ceviche lomo saltado chicha inca kola cafe azucar sal fruta manzana platano naranja palta
hola gracias bienvenido bienvenida feliz vida paz libre libertad fuerza luchar siempre nunca todo nada mejor mundo
caballo toro condor puma llama alpaca vicuna cuy leon tigre oso lobo aguila pajaro paloma mariposa pez
rey oro plata dinero banco suerte exito amigo amiga amigos compadre causa pata
este esta ese esa mi tu su nuestro nuestra para por con sin como donde cuando quien que los las del una unos
bueno buena grande nuevo nueva viejo lindo linda hermoso hermosa dulce fuerte rico alegre
qwerty asdf zxcvbn abc abcd
"""

COMMON_WORDS: tuple[str, ...] = tuple(dict.fromkeys(_TEXT.split()))
