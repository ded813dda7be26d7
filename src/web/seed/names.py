"""Invented names, and what a mall's companies are called and look for."""

FIRST = (
    "Adam Agathe Aïcha Alice Amel Amina Anaïs Antoine Arthur Awa Baptiste Bilal Camille Chloé Clara Claire Denis Diane "
    "Driss Elena Élise Emma Enzo Estelle Fatou Farid Flora Gabriel Guillaume Hanna Hugo Idris Inès Ismaël Jade Jean "
    "Julie Karim Khadija Léa Léo Lila Louis Lucie Lucas Maëlle Malik Manon Marc Marie Marwan Mathis Maya Mehdi Mina "
    "Nadia Naïm Nathan Nina Noé Nora Océane Omar Paul Pauline Quentin Rachid Raphaël Rayan Romane Rose Sacha Salma "
    "Samir Sara Simon Sofia Sonia Théo Thomas Tom Valentin Victor Yann Yasmine Youssef Zoé"
).split()
LAST = (
    "Abadie Alonso André Arnaud Aubert Barbier Baron Benali Benoit Bernard Bertrand Blanc Bonnet Boyer Brun Carpentier "
    "Chevalier Clement Colin Cordier Costa Da-Silva David Denis Diallo Diop Dupont Dupuis Durand Fabre Faure Fernandez "
    "Ferrari Fontaine Fournier Garcia Garnier Gauthier Gautier Gérard Giraud Girard Guerin Haddad Henry Hubert Jacob "
    "Joly Lambert Lefebvre Legrand Leroy Lopez Lucas Marchand Martin Martinez Mathieu Mercier Meunier Michel Millet "
    "Moreau Morel Moulin Nicolas Noël Perez Perrin Petit Picard Renard Rey Richard Rivière Robert Robin Roche Rossi "
    "Rousseau Roux Roy Sanchez Simon Traoré Vidal Vincent"
).split()
# activity, what such a shop is called, and the occupations it looks for
TRADES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Restauration traditionnelle", "Table", ("G1609", "G1602", "G1803", "G1605", "G1801")),
    ("Restauration rapide", "Comptoir", ("G1603", "G1602", "D1505")),
    ("Pizzeria", "Four", ("G1604", "G1803", "G1605")),
    ("Boulangerie-pâtisserie", "Fournil", ("D1102", "D1104", "D1106")),
    ("Glaces et chocolats", "Gourmandise", ("D1118", "D1115", "D1106")),
    ("Prêt-à-porter", "Vestiaire", ("D1214", "D1506", "D1302")),
    ("Chaussures", "Pas", ("D1214", "D1302")),
    ("Sport et loisirs", "Élan", ("D1211", "D1507", "D1505")),
    ("Librairie et jeux", "Page", ("D1211", "D1505")),
    ("Équipement de la maison", "Logis", ("D1212", "D1507", "N1105")),
    ("Parfumerie et beauté", "Fleur", ("D1214", "D1208")),
    ("Coiffure", "Ciseaux", ("D1202", "M1601")),
    ("Optique", "Regard", ("J1405", "D1214")),
    ("Supermarché", "Marché", ("D1505", "D1507", "D1101", "D1105", "N1113", "D1502")),
    ("Hôtel", "Relais", ("G1703", "G1501", "G1803", "G1609")),
    ("Sécurité", "Garde", ("K2503", "K2502")),
    ("Propreté", "Éclat", ("K2204", "K2203", "K2303")),
    ("Logistique", "Quai", ("N1103", "N1101", "N1110", "N4105")),
    ("Maintenance", "Atelier", ("I1203", "I1309", "I1306")),
    ("Cinéma", "Écran", ("M1601", "G1603")),
)
OF = (
    "du Port, des Pins, du Soleil, de la Baie, du Loup, des Oliviers, du Cap, de l'Étoile, des Remparts, du Jardin, "
    "de la Plage, des Collines, du Moulin, de la Gare, des Mimosas, du Vieux-Pont"
).split(", ")
