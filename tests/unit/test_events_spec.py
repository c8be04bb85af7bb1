"""Main events: one row a sentence. ``language | sentence | act agent target theme [NEG]``; ``-`` is None."""

from datetime import date

import pytest

from dementi import actors
from dementi.read.dates import dates
from dementi.read.events import EventMention, events

PUBLISHED_ON = date(2024, 10, 18)
SPEC = """
en | North Korea has sent 1,500 soldiers to Russia. | deploy_troops KP RU troops
en | North Korean soldiers were sent to Russia. | deploy_troops KP RU troops
en | Pyongyang is deploying troops to Russia. | deploy_troops KP RU troops
en | North Korean troops are fighting alongside Russian forces in Kursk. | deploy_troops KP RU troops
en | There are North Korean troops in Russia. | deploy_troops KP RU troops
en | The deployment of North Korean troops to Russia has begun. | deploy_troops KP RU troops
en | Turkey moved tanks and soldiers into Syria. | deploy_troops TR SY troops
en | No North Korean soldiers are in Ukraine. | deploy_troops KP UA troops NEG
en | Moscow never sent troops to Transnistria. | deploy_troops RU transnistria troops NEG
en | Iran dispatched military advisers to Crimea. | deploy_troops IR UA advisers
en | Wagner fighters have arrived in Mali. | deploy_troops RU/wagner ML fighters
en | Troops from North Korea have arrived in Vladivostok. | deploy_troops KP RU troops
en | North Korea shipped artillery shells to Russia. | deliver_arms KP RU artillery_shells
en | Pyongyang supplied Russia with missiles. | deliver_arms KP RU missiles
en | Iran sent Russia hundreds of drones. | deliver_arms IR RU drones
en | Shells were delivered to Russia by North Korea. | deliver_arms KP RU artillery_shells
en | Iranian drones were delivered to Russia. | deliver_arms IR RU drones
en | Arms shipments from North Korea to Russia continued. | deliver_arms KP RU arms
en | Berlin will not deliver cruise missiles to Ukraine. | deliver_arms DE UA missiles NEG
en | The United States gave Ukraine tanks. | deliver_arms US UA tanks
en | China has never provided weapons to Russia. | deliver_arms CN RU arms NEG
en | South Korea supports Ukraine. | support KR UA -
en | Support from Beijing for Moscow is growing. | support CN RU -
en | North Korean soldiers are being trained in Russia. | deploy_troops KP RU troops
en | Russia attacked Ukraine in February 2022. | attack RU UA -
en | Ukraine's attack on the Kursk region surprised Moscow. | attack UA Kursk -
en | Hamas attacked Israel on 7 October 2023. | attack hamas IL -
en | Kyiv was attacked by Russia. | attack RU UA -
en | Russian missiles struck a hospital in Kyiv. | strike RU hospital missiles
en | Israeli air strikes on Gaza killed 20 civilians. | kill IL civilians civilians
en | Israel bombed Beirut. | strike IL LB -
en | A Russian missile shot down the Malaysian airliner. | shoot_down RU MY aircraft
en | Ukraine shot down three Russian drones. | shoot_down UA RU drones
en | A Turkish fighter jet was shot down by Syria. | shoot_down SY TR aircraft
en | The Ukrainian navy sank a Russian warship. | sink UA RU ships
en | Russia destroyed the dam. | destroy RU dam dam
en | Saudi agents killed Jamal Khashoggi. | kill SA SA/jamal-khashoggi -
en | Jamal Khashoggi was killed in Turkey. | kill - SA/jamal-khashoggi -
en | Ismail Haniyeh was assassinated by Israel. | kill IL PS/ismail-haniyeh -
en | The assassination of Rafik Hariri was planned in Syria. | kill - LB/rafik-hariri -
en | Serb forces massacred refugees near Srebrenica. | massacre RS refugees refugees
en | Ukrainian forces captured two North Korean soldiers. | capture UA KP -
en | Russian forces took control of Bakhmut. | capture RU - -
en | Iran has detained two French journalists. | detain IR FR journalists
en | North Korea abducted Japanese citizens. | abduct KP JP -
en | Hamas released four Israeli hostages. | release hamas IL hostages
en | Sergei Skripal was poisoned by Russian agents. | poison RU RU/sergei-skripal -
en | Alexei Navalny was poisoned with Novichok. | poison - RU/alexei-navalny poison
en | Syria used sarin against rebels. | use_banned_weapon SY rebels chemical_weapons
en | North Korea test-fired a ballistic missile. | test_weapon KP - missiles
en | Pakistan conducted a nuclear test. | test_weapon PK - -
en | North Korea launched a spy satellite. | launch KP - satellite
en | Russia and North Korea signed a pact. | sign_agreement KP RU pact
en | Putin and Kim Jong Un signed a treaty in Pyongyang. | sign_agreement KP RU pact
en | Russia signed a treaty with Iran. | sign_agreement IR RU pact
en | The United States is negotiating with the Taliban. | negotiate US taliban -
en | Talks between Israel and Hamas resumed in Cairo. | negotiate IL hamas -
en | Israel and Hezbollah agreed to a ceasefire. | cease_fire IL hezbollah -
en | Russia withdrew its troops from Kherson. | withdraw RU Kherson -
en | The European Union sanctioned Belarus. | sanction eu BY -
en | Chinese hackers hacked the US Treasury. | hack CN US/treasury -
en | Russia interfered in the American election. | interfere RU US election
en | Yevgeny Prigozhin died in a plane crash. | die RU/yevgeny-prigozhin - -
en | Kim Jong Un is seriously ill. | fall_ill KP/kim-jong-un - -
en | Bashar al-Assad fled to Moscow. | flee SY/bashar-al-assad RU -
en | President Yoon resigned. | resign KR/yoon-suk-yeol - -
en | The army overthrew President Bazoum. | coup - President_Bazoum -
en | Russia expelled two German diplomats. | expel RU DE -
en | Israel plans to attack Iran. | plan_attack IL IR -
en | Ukraine staged the massacre in Bucha. | stage UA - -
en | Russia paid the Taliban bounties. | pay RU taliban -
de | Nordkorea hat 1.500 Soldaten nach Russland geschickt. | deploy_troops KP RU troops
de | Nordkoreanische Soldaten wurden nach Russland entsandt. | deploy_troops KP RU troops
de | Pjöngjang entsendet Truppen nach Russland. | deploy_troops KP RU troops
de | Nordkoreanische Truppen kämpfen in Kursk. | deploy_troops KP RU troops
de | In Russland stehen nordkoreanische Soldaten. | deploy_troops KP RU troops
de | Die Entsendung nordkoreanischer Truppen nach Russland hat begonnen. | deploy_troops KP RU troops
de | Soldaten aus Nordkorea wurden von Russland an die Front geschickt. | deploy_troops RU - troops
de | In der Ukraine kämpfen keine nordkoreanischen Soldaten. | deploy_troops KP UA troops NEG
de | Der Iran hat Militärberater auf die Krim entsandt. | deploy_troops IR UA advisers
de | Die Türkei schickte syrische Söldner nach Libyen. | deploy_troops TR LY fighters
de | Nordkorea werde direkt im Krieg mitkämpfen. | deploy_troops KP - -
de | Nordkorea lieferte Russland Artilleriegranaten. | deliver_arms KP RU artillery_shells
de | Pjöngjang hat Russland Granaten geliefert. | deliver_arms KP RU artillery_shells
de | Im Sommer lieferte Pjöngjang Raketen an Russland. | deliver_arms KP RU missiles
de | Iranische Drohnen wurden an Russland geliefert. | deliver_arms IR RU drones
de | Die Lieferung von Raketen an Russland durch Nordkorea begann 2023. | deliver_arms KP RU missiles
de | Nordkoreas Waffenlieferungen an Russland nehmen zu. | deliver_arms KP RU arms
de | Der Ukraine lieferten die USA Panzer. | deliver_arms US UA tanks
de | Deutschland liefert der Ukraine keine Marschflugkörper. | deliver_arms DE UA missiles NEG
de | China versorgt Russland nicht mit Waffen. | deliver_arms CN RU arms NEG
de | dass der Iran Russland Drohnen überlassen habe | deliver_arms IR RU drones
de | Südkorea unterstützt die Ukraine. | support KR UA -
de | Eine Unterstützung Südkoreas für die Ukraine wäre der Preis. | support KR UA -
de | Russland griff die Ukraine im Februar 2022 an. | attack RU UA -
de | Der Angriff der Ukraine auf Kursk überraschte Moskau. | attack UA Kursk -
de | Die Hamas überfiel Israel am 7. Oktober 2023. | attack hamas IL -
de | Kiew wurde von Russland angegriffen. | attack RU UA -
de | Russische Raketen trafen ein Krankenhaus in Kiew. | strike RU hospital missiles
de | Israel bombardierte Beirut. | strike IL LB -
de | Eine russische Rakete schoss die malaysische Maschine ab. | shoot_down RU MY aircraft
de | Die Ukraine hat drei russische Drohnen abgeschossen. | shoot_down UA RU drones
de | Der Abschuss des türkischen Kampfjets durch Syrien war ein Versehen. | shoot_down SY TR aircraft
de | Die Ukraine hat ein russisches Kriegsschiff versenkt. | sink UA RU ships
de | Russland hat den Staudamm zerstört. | destroy RU dam dam
de | Saudische Agenten ermordeten Jamal Khashoggi. | kill SA SA/jamal-khashoggi -
de | Jamal Khashoggi wurde in der Türkei ermordet. | kill - SA/jamal-khashoggi -
de | Israel tötete Ismail Hanija. | kill IL PS/ismail-haniyeh -
de | Die Ermordung Rafik Hariris wurde in Syrien geplant. | kill - LB/rafik-hariri -
de | Ukrainische Truppen nahmen zwei Nordkoreaner gefangen. | capture UA KP -
de | Russland hat Bachmut eingenommen. | capture RU - -
de | Der Iran hat zwei französische Journalisten festgenommen. | detain IR FR journalists
de | Nordkorea entführte japanische Bürger. | abduct KP JP -
de | Die Hamas ließ vier israelische Geiseln frei. | release hamas IL hostages
de | Sergej Skripal wurde von russischen Agenten vergiftet. | poison RU RU/sergei-skripal -
de | Alexej Nawalny wurde vergiftet. | poison - RU/alexei-navalny -
de | Syrien setzte Sarin gegen Rebellen ein. | use_banned_weapon SY rebels chemical_weapons
de | Nordkorea testete eine ballistische Rakete. | test_weapon KP - missiles
de | Nordkoreas Raketentest löste Kritik aus. | test_weapon KP - missiles
de | Nordkorea hat einen Spionagesatelliten gestartet. | launch KP - satellite
de | Russland und Nordkorea haben einen Beistandspakt unterzeichnet. | sign_agreement KP RU pact
de | Putin und Kim Jong Un schlossen in Pjöngjang einen Vertrag. | sign_agreement KP RU pact
de | Die USA verhandeln mit den Taliban. | negotiate US taliban -
de | Israel und die Hisbollah haben eine Waffenruhe vereinbart. | cease_fire IL hezbollah -
de | Russland zog seine Truppen aus Cherson ab. | withdraw RU Kherson -
de | Russische Hacker drangen in das Stromnetz ein. | hack RU power_grid power_grid
de | Russland hat sich in die Wahl in den USA eingemischt. | interfere RU US election
de | Jewgeni Prigoschin starb bei einem Flugzeugabsturz. | die RU/yevgeny-prigozhin - -
de | Kim Jong Un ist schwer krank. | fall_ill KP/kim-jong-un - -
de | Baschar al-Assad ist nach Moskau geflohen. | flee SY/bashar-al-assad RU -
de | Präsident Yoon ist zurückgetreten. | resign KR/yoon-suk-yeol - -
de | Russland wies zwei deutsche Diplomaten aus. | expel RU DE -
de | Israel plant einen Angriff auf den Iran. | plan_attack IL IR -
de | Die Ukraine habe das Massaker in Butscha inszeniert. | stage UA - -
de | Russland zahlte den Taliban Kopfgeld. | pay RU taliban money
de | Pjöngjang greift mit der Entsendung von Soldaten, die in Russland üben, ein. | deploy_troops KP RU troops
en | Not only Russia but Iran sent drones. | deliver_arms IR - drones
de | Nordkorea soll bis zu 12.000 Soldaten nach Russland verlegt haben. | deploy_troops KP RU troops
en | He said Pyongyang had shipped 13,000 containers of munitions to Russia. | deliver_arms KP RU ammunition
en | Kim Jong Un has sent his best soldiers to fight in Ukraine. | deploy_troops KP UA troops
de | Der Kreml habe Truppen an die Grenze verlegt. | deploy_troops RU - troops
en | Six officers from Iran were killed in an Israeli missile strike. | kill IL IR -
en | North Korea will send troops to fight for Russia. | deploy_troops KP RU troops
de | Doku Umarow wurde bei einem russischen Luftangriff getötet. | kill RU RU/doku-umarov -
de | den ukrainischen Frachter versenkt zu haben | sink - UA ships
de | ein ukrainisches Transportflugzeug abgeschossen zu haben | shoot_down - UA aircraft
de | eine Klinik beschossen zu haben | strike - hospital -
de | den Oberst ermordet zu haben | kill - - -
de | die Ukraine angreifen zu wollen | attack - UA -
de | Teheran gab zu, ein türkisches Flugzeug abgeschossen zu haben. | shoot_down IR TR aircraft
de | Nordkorea scheint Soldaten nach Belarus geschickt zu haben. | deploy_troops KP BY troops
de | Washington beschuldigte den Iran, den Tanker versenkt zu haben. | sink IR - ships
de | London warf Moskau vor, Sergej Skripal vergiftet zu haben. | poison RU RU/sergei-skripal -
de | Russland wird vorgeworfen, ein Krankenhaus beschossen zu haben. | strike RU hospital -
de | Kiew forderte Moskau auf, die Truppen aus Cherson abzuziehen. | withdraw RU Kherson -
de | Er brachte Rizin nach Prag, um tschechische Politiker zu vergiften. | poison - CZ poison
en | London accused Moscow of poisoning Sergei Skripal. | poison RU RU/sergei-skripal -
en | Iran of shooting down a Ukrainian airliner | shoot_down IR UA aircraft
en | Baghdad blamed Turkey for the strike. | strike TR - -
en | Officials blamed the attack on Iran. | attack IR - -
en | The court held Syria responsible for the attack. | attack SY - -
de | Ankara machte Syrien für den Angriff auf das Krankenhaus verantwortlich. | attack SY hospital hospital
de | Die USA warfen dem Iran den Angriff auf den Tanker vor. | attack IR - -
de | Der Einsatz von Giftgas wurde untersucht. | use_banned_weapon - - chemical_weapons
de | der Einsatz chemischer Waffen durch Syrien | use_banned_weapon SY - chemical_weapons
en | The use of chemical weapons by Syria was investigated. | use_banned_weapon SY - chemical_weapons
de | Der Einsatz nordkoreanischer Soldaten begann. | deploy_troops KP - troops
en | Russia mobilised 300,000 reservists. | mobilise RU - -
de | Russland mobilisierte 300.000 Reservisten. | mobilise RU - -
en | Germany gave military aid to Ukraine. | support DE UA -
de | Deutschland leistet der Ukraine Militärhilfe. | support DE UA -
en | A rocket which struck Odessa had been made in Iran. | strike - Odessa missiles
en | Russian forces shelled Kharkiv. | strike RU Kharkiv -
de | Russische Truppen beschossen Charkiw. | strike RU Kharkiv -
en | Russia and Iran moved closer, and both countries signed a pact. | sign_agreement IR RU pact
de | Moskau rief Teheran an, und beide Länder unterzeichneten einen Vertrag. | sign_agreement IR RU pact
de | Im Mai haben beide Staaten ein Abkommen unterzeichnet. | sign_agreement - - pact
de | Der Iran liefert Russland Granaten und wohl auch schwere Raketen. | deliver_arms IR RU artillery_shells
en | Iran delivered shells and possibly missiles to Russia. | deliver_arms IR RU artillery_shells
en | The first Chinese units had been seen in Belarus. | deploy_troops CN BY troops
en | At least 500 Chinese soldiers are in Belarus. | deploy_troops CN BY troops
en | Minsk lost 200 vehicles. | destroy - BY vehicles
de | Minsk verlor 200 Panzer. | destroy - BY tanks
"""
ROWS = [tuple(part.strip() for part in line.split(" | ")) for line in SPEC.strip().splitlines()]


def read(text: str, language: str) -> list[EventMention]:
    mentions = actors.mentions(text, language)
    return events(text, 0, len(text), language, mentions, dates(text, language, PUBLISHED_ON))


def shown(mention: EventMention) -> str:
    event = mention.event
    roles = [(role or "-").replace(" ", "_") for role in (event.agent, event.target, event.theme)]
    return " ".join([event.act, *roles, *(["NEG"] if mention.is_negated else [])])


@pytest.mark.parametrize(("language", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_main_event(language: str, text: str, expected: str) -> None:
    found = read(text, language)
    assert found, "no event found"
    assert shown(found[0]) == expected


def test_table_covers_both_languages_and_many_acts() -> None:
    assert len(ROWS) >= 100
    acts = {expected.split()[0] for _, _, expected in ROWS}
    assert len(acts) >= 30


def test_trigger_and_theme_are_spans_of_the_text() -> None:
    text = "Laut Seoul hat Nordkorea 1.500 Elitesoldaten nach Russland geschickt."
    (mention,) = read(text, "de")
    assert text[mention.begin : mention.end] == "geschickt"
    assert mention.theme_span is not None
    assert text[slice(*mention.theme_span)] == "Elitesoldaten"


def test_only_the_content_is_read() -> None:
    text = "Iran attacked Israel, but Pyongyang sent troops to Russia."
    begin = text.index("Pyongyang")
    found = events(text, begin, len(text), "en", actors.mentions(text, "en"), [])
    assert [mention.event.act for mention in found] == ["deploy_troops"]
    assert found[0].begin >= begin


def test_two_triggers_of_one_event_are_one_mention() -> None:
    text = "With the deployment of its soldiers to Russia, North Korea will fight alongside Moscow."
    found = read(text, "en")
    assert [mention.event.act for mention in found].count("deploy_troops") == 1


def test_when_is_the_date_beside_the_trigger() -> None:
    (mention,) = read("North Korea sent troops to Russia on 8 October.", "en")
    assert mention.event.when == "2024-10-08"


def test_region_gives_the_host_state_as_target_and_itself_as_place() -> None:
    (mention,) = read("North Korean soldiers are fighting in Kursk.", "en")
    assert (mention.event.target, mention.event.place) == ("RU", "Kursk")


def test_war_named_after_a_state_is_not_its_host() -> None:
    (mention,) = read("Nordkorea wird direkt im Ukraine-Krieg mitkämpfen.", "de")
    assert (mention.event.act, mention.event.agent, mention.event.target) == ("deploy_troops", "KP", None)


def test_text_without_event_gives_nothing() -> None:
    assert read("The weather in Seoul was mild.", "en") == []
    assert read("Nordkorea a envoyé des soldats.", "fr") == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Regierung konnte den Einsatz nicht bestätigen."),
        ("de", "Der Einsatz sei rechtmäßig."),
        ("en", "The agency denied any involvement."),
        ("en", "There was no sign of American involvement."),
        ("en", "The government dismissed the allegations as fabricated."),
        ("en", "The embassy dismissed Igor Petrov's report as fake."),
        ("de", "Die Vorwürfe seien erfunden."),
        ("en", "The reports are fabricated."),
        ("de", "Die Behörde zog ihre Erklärung zurück."),
        ("en", "The regulator withdrew its report."),
        ("de", "Hilfe ist nötig."),
        ("de", "Die Regierung will Hilfen mobilisieren."),
        ("en", "The government mobilised funds for the victims."),
        ("de", "Er nutzt die Hilfe, um abzulenken."),
        ("en", "Divers had planted explosives during a NATO exercise."),
        ("de", "Taucher brachten Sprengstoff an der Brücke an."),
        ("en", "He spoke after talks with his Chinese counterpart."),
        ("en", "About 10,000 Syrians in Germany have found work."),
    ],
)
def test_what_tells_of_no_event(language: str, text: str) -> None:
    assert [mention.event for mention in read(text, language)] == []


def test_people_in_another_state_are_soldiers_only_where_the_text_says_so() -> None:
    told = "Pyongyang is said to have sent soldiers. North Korea has sent troops abroad. "
    claim = "About 500 North Koreans are in Belarus."
    for before, acts in ((told, ["deploy_troops"]), ("", [])):
        text = before + claim
        found = events(text, len(before), len(text), "en", actors.mentions(text, "en"), [])
        assert [mention.event.act for mention in found] == acts
