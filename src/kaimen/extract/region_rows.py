"""Regions outside China in English: countries, and states and provinces of some (codes of ISO 3166).

A row is `code names`, the usual name first and others after it with a `=`; `_` stands for a blank. Names that are also
common words (Delta, Rivers) are read with State or Province behind them only, as are all that have no row.
"""

from __future__ import annotations

NATION_ROWS = """
AF Afghanistan
AL Albania
DZ Algeria
AO Angola
AR Argentina
AM Armenia
AT Austria
AZ Azerbaijan
BH Bahrain
BD Bangladesh
BB Barbados
BY Belarus
BE Belgium
BZ Belize
BJ Benin
BT Bhutan
BO Bolivia
BA Bosnia_and_Herzegovina
BW Botswana
BN Brunei
BG Bulgaria
BF Burkina_Faso
BI Burundi
KH Cambodia
CM Cameroon
CV Cape_Verde =Cabo_Verde
TD Chad
CL Chile
CO Colombia
CR Costa_Rica
CI Ivory_Coast =Côte_d'Ivoire
HR Croatia
CU Cuba
CY Cyprus
CZ Czech_Republic =Czechia
CD Democratic_Republic_of_the_Congo
DK Denmark
DJ Djibouti
DO Dominican_Republic
EC Ecuador
SV El_Salvador
EE Estonia
SZ Eswatini
ET Ethiopia
FJ Fiji
FI Finland
GA Gabon
GM Gambia
GE Georgia
GH Ghana
GR Greece
GT Guatemala
GN Guinea
GY Guyana
HT Haiti
HN Honduras
HU Hungary
IS Iceland
IR Iran
IQ Iraq
IE Ireland
IL Israel
JM Jamaica
JO Jordan
KZ Kazakhstan
KW Kuwait
KG Kyrgyzstan =Kyrgyz_Republic
LA Laos =Lao_PDR
LV Latvia
LB Lebanon
LS Lesotho
LR Liberia
LY Libya
LT Lithuania
LU Luxembourg
MG Madagascar
MW Malawi
MV Maldives
ML Mali
MT Malta
MR Mauritania
MU Mauritius
MD Moldova
MN Mongolia
ME Montenegro
MA Morocco
MZ Mozambique
MM Myanmar
NA Namibia
NP Nepal
NL Netherlands
NZ New_Zealand
NI Nicaragua
NE Niger
MK North_Macedonia
KP North_Korea
NO Norway
OM Oman
PA Panama
PG Papua_New_Guinea
PY Paraguay
PE Peru
PL Poland
PT Portugal
QA Qatar
RO Romania
RW Rwanda
SN Senegal
RS Serbia
SL Sierra_Leone
SK Slovakia
SI Slovenia
SB Solomon_Islands
SO Somalia
SS South_Sudan
ES Spain
LK Sri_Lanka
SD Sudan
SR Suriname
SE Sweden
CH Switzerland
SY Syria
TJ Tajikistan
TZ Tanzania
TL Timor-Leste
TG Togo
TN Tunisia
TR Türkiye
TM Turkmenistan
UG Uganda
UA Ukraine
AE United_Arab_Emirates =UAE
UY Uruguay
UZ Uzbekistan
VE Venezuela
YE Yemen
ZM Zambia
ZW Zimbabwe
"""

STATE_ROWS = """
AU-NSW New_South_Wales
AU-QLD Queensland
AU-SA South_Australia
AU-TAS Tasmania
AU-VIC Victoria
AU-WA Western_Australia
AU-NT Northern_Territory
CA-AB Alberta
CA-BC British_Columbia
CA-MB Manitoba
CA-NB New_Brunswick
CA-NL Newfoundland_and_Labrador
CA-NS Nova_Scotia
CA-ON Ontario
CA-PE Prince_Edward_Island
CA-QC Quebec =Québec
CA-SK Saskatchewan
GB-ENG England
GB-NIR Northern_Ireland
GB-SCT Scotland
GB-WLS Wales
IN-AP Andhra_Pradesh
IN-AR Arunachal_Pradesh
IN-AS Assam
IN-BR Bihar
IN-CT Chhattisgarh
IN-DL Delhi
IN-GA Goa
IN-GJ Gujarat
IN-HR Haryana
IN-HP Himachal_Pradesh
IN-JK Jammu_and_Kashmir
IN-JH Jharkhand
IN-KA Karnataka
IN-KL Kerala
IN-MP Madhya_Pradesh
IN-MH Maharashtra
IN-MN Manipur
IN-ML Meghalaya
IN-MZ Mizoram
IN-NL Nagaland
IN-OR Odisha
IN-PB Punjab
IN-RJ Rajasthan
IN-SK Sikkim
IN-TN Tamil_Nadu
IN-TG Telangana
IN-TR Tripura
IN-UP Uttar_Pradesh
IN-UT Uttarakhand
IN-WB West_Bengal
PK-BA Balochistan
PK-KP Khyber_Pakhtunkhwa
PK-PB Punjab
PK-SD Sindh
NG-EN Enugu
NG-KD Kaduna
NG-KN Kano
NG-LA Lagos
NG-OG Ogun
NG-BO Borno
ZA-EC Eastern_Cape
ZA-FS Free_State
ZA-GP Gauteng
ZA-KZN KwaZulu-Natal
ZA-LP Limpopo
ZA-MP Mpumalanga
ZA-NC Northern_Cape
ZA-NW North_West_Province
ZA-WC Western_Cape
US-AL Alabama
US-AK Alaska
US-AZ Arizona
US-AR Arkansas
US-CA California
US-CO Colorado
US-CT Connecticut
US-DE Delaware
US-FL Florida
US-GA Georgia
US-HI Hawaii
US-ID Idaho
US-IL Illinois
US-IN Indiana
US-IA Iowa
US-KS Kansas
US-KY Kentucky
US-LA Louisiana
US-ME Maine
US-MD Maryland
US-MA Massachusetts
US-MI Michigan
US-MN Minnesota
US-MS Mississippi
US-MO Missouri
US-MT Montana
US-NE Nebraska
US-NV Nevada
US-NH New_Hampshire
US-NJ New_Jersey
US-NM New_Mexico
US-NY New_York
US-NC North_Carolina
US-ND North_Dakota
US-OH Ohio
US-OK Oklahoma
US-OR Oregon
US-PA Pennsylvania
US-RI Rhode_Island
US-SC South_Carolina
US-SD South_Dakota
US-TN Tennessee
US-TX Texas
US-UT Utah
US-VT Vermont
US-VA Virginia
US-WA Washington_State
US-WV West_Virginia
US-WI Wisconsin
US-WY Wyoming
BR-BA Bahia
BR-CE Ceará
BR-MG Minas_Gerais
BR-PR Paraná
BR-PE Pernambuco
BR-RJ Rio_de_Janeiro
BR-RS Rio_Grande_do_Sul
BR-SC Santa_Catarina
BR-SP São_Paulo =Sao_Paulo
MX-JAL Jalisco
MX-NLE Nuevo_León =Nuevo_Leon
MX-OAX Oaxaca
MX-PUE Puebla
MX-VER Veracruz
MX-YUC Yucatán =Yucatan
"""

ADJECTIVE_ROWS = """
AU Australian
BR Brazilian
CA Canadian
DE German
EG Egyptian
ES Spanish
FR French
GB British
GB-SCT Scottish
GB-WLS Welsh
GH Ghanaian
ID Indonesian
IE Irish
IN Indian
IT Italian
JP Japanese
KE Kenyan
KR Korean =South_Korean
MX Mexican
MY Malaysian
NG Nigerian
PH Philippine
PK Pakistani
PL Polish
PT Portuguese
SA Saudi
TH Thai
TR Turkish
VN Vietnamese
ZA South_African
AU-VIC Victorian
"""
"""Adjectives, which name a region where a government, its budget or one of its offices follows."""

ALSO_PERSONS = frozenset({"Victoria", "Virginia", "Georgia", "Jordan", "Chad", "Israel", "Kenya", "Florida"})
"""Names of regions that persons have too: no region before another capitalised word, unless `in`, `of` or the like
stands before it."""

LOCAL_MONEY = {
    "AU": {"USD": "AUD"},
    "CA": {"USD": "CAD"},
    "NZ": {"USD": "NZD"},
    "SG": {"USD": "SGD"},
    "JP": {"CNY": "JPY"},
    "PK": {"INR": "PKR"},
    "LK": {"INR": "LKR"},
    "NP": {"INR": "NPR"},
}
"""What a text about a region of a country means by `$`, `¥` or Rs, where it does not say another country's."""
