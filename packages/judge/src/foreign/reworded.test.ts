import { describe, expect, test } from 'vitest';
import { analyse } from '../analysis/analyse.ts';
import { loadDictionary } from '../lexicon/dictionary.ts';
import { expectServed, isServed } from '../test-judge.ts';

const dictionary = loadDictionary();

describe('one question in two wordings of another language', () => {
  test.each([
    ['Wie kann ich mein Passwort zurücksetzen?', 'Wie setze ich mein Passwort zurück?'],
    ['Hallo, wie kann ich bitte meine Adresse ändern?', 'Wie ändere ich meine Adresse?'],
    ['Ich möchte mein Abo kündigen, wie mache ich das?', 'Wie kündige ich mein Abo?'],
    ['Hoe kan ik een back-up maken?', 'Hoe maak ik een back-up?'],
    ['¿Cómo puedo quitar el óxido de un cuchillo?', '¿Cómo se quita el óxido de un cuchillo?'],
    ["Comment trouver un logement s'il vous plaît ?", 'Comment puis-je trouver un logement ?'],
    ['Come faccio a cambiare la lingua del telefono?', 'Come si cambia la lingua del telefono?'],
    ['¿Cómo puedo limpiar un sofá?', '¿De qué manera puedo limpiar un sofá?'],
    ['Est-ce que je dois payer la taxe ?', 'Dois-je payer la taxe ?'],
    ["Comment est-ce qu'on fait du pain ?", 'Comment faire du pain ?'],
    ['In welchem Jahr wurde Bach geboren?', 'Wann wurde Bach geboren?'],
    ['Op welke manier kan ik mijn fiets slijpen?', 'Hoe kan ik mijn fiets slijpen?'],
    ['W jaki sposób usunąć konto na Allegro?', 'Jak usunąć konto na Allegro?'],
    ['Wie wechsle ich eine Fahrradkette?', 'Wie kann ich eine Fahrradkette wechseln?'],
    ['Hoe kan ik mijn abonnement opzeggen?', 'Hoe zeg ik mijn abonnement op?'],
    ['Erkläre mir, was ein Fonds ist.', 'Kannst du mir bitte erklären, was ein Fonds ist?'],
    ['¿Cómo puedo cancelar mi cuenta?', '¿Qué tengo que hacer para cancelar mi cuenta?'],
    ['La piscine est-elle ouverte le lundi ?', 'Est-ce que la piscine est ouverte le lundi ?'],
    ['Pasaport için hangi belgeler gerekli?', 'Bir pasaport için hangi belgeler gereklidir?'],
    ['भारत की राजधानी क्या है?', 'कृपया बताइए कि भारत की राजधानी क्या है?'],
    ['Was bedeutet "Fernweh"?', 'Was heißt "Fernweh"?'],
    ['Combien coûte un passeport ?', "Quel est le prix d'un passeport ?"],
    ['Wo finde ich meine Rechnung?', 'Wo kann ich meine Rechnung finden?'],
    ['Où puis-je acheter du fromage ?', 'Où acheter du fromage ?'],
    ['¿Dónde puedo comprar sellos?', '¿Dónde se pueden comprar sellos?'],
    ['Как отменить подписку на Spotify?', 'Как мне отменить подписку на Spotify?'],
    ['Где купить билет?', 'Где можно купить билет?'],
    ['Hvordan sletter jeg kontoen min?', 'Hvordan kan jeg slette kontoen min?'],
    [
      'Was ist der Unterschied zwischen Oboe und Fagott?',
      'Worin besteht der Unterschied zwischen Oboe und Fagott?',
    ],
    ['¿Me puedes dar una receta de paella?', 'Dame una receta de paella.'],
    ['Por quanto tempo o arroz cozido dura na geladeira?', 'Quanto tempo dura o arroz cozido na geladeira?'],
    // Asked to do it and told to do it.
    ['Schreibe mir ein Gedicht über den Winter.', 'Kannst du mir ein Gedicht über den Winter schreiben?'],
    ['Können Sie mir ein gutes Buch empfehlen?', 'Kannst du mir ein gutes Buch empfehlen?'],
    ['Écris une lettre pour un stage.', 'Pouvez-vous m’écrire une lettre pour un stage ?'],
    ['Escribe un poema corto sobre el mar.', '¿Puedes escribirme un poema corto sobre el mar?'],
    ['Scrivi una email per chiedere le ferie.', 'Puoi scrivere una email per chiedere le ferie?'],
    ['Escreva um poema sobre a chuva.', 'Você pode escrever um poema sobre a chuva?'],
    [
      'Schrijf een brief voor een baan als verkoper.',
      'Kun je een brief schrijven voor een baan als verkoper?',
    ],
    // The condition first and last.
    ['Wenn mein Flug ausfällt, was steht mir zu?', 'Was steht mir zu, wenn mein Flug ausfällt?'],
    ['Si je perds mon passeport, qui dois-je appeler ?', 'Qui dois-je appeler si je perds mon passeport ?'],
    ['Si me pica una medusa, ¿qué me pongo?', '¿Qué me pongo si me pica una medusa?'],
    ['Wie viele Kalorien haben 2 gekochte Eier?', 'Wie viele Kalorien haben zwei gekochte Eier?'],
    ['¿Qué idioma se habla en Andorra?', 'Quisiera saber qué idioma se habla en Andorra.'],
    ['¿Qué síntomas tiene la varicela?', '¿Cuáles son los síntomas de la varicela?'],
    ['Que faire à Lyon en deux jours ?', "Qu'est-ce qu'on peut faire à Lyon en deux jours ?"],
    ['Wie lange muss man Nudeln kochen?', 'Wie lange müssen Nudeln kochen?'],
  ])('%s / %s', expectServed);
});

describe('another question of that language', () => {
  test.each([
    ['Comment dire merci en japonais ?', 'Comment dire bonjour en japonais ?'],
    ['Wie sagt man danke auf Japanisch?', 'Wie sagt man hallo auf Japanisch?'],
    ['Wie kann ich mein Konto löschen?', 'Wie kann ich mein Konto sperren?'],
    ['Wie kann ich das Licht anschalten?', 'Wie schalte ich das Licht aus?'],
    ['Darf ich als Mieter hier parken?', 'Darf ich als Mieter hier nicht parken?'],
    [
      'Den Hund hat der Mann gebissen. Wer wurde gebissen?',
      'Der Hund hat den Mann gebissen. Wer wurde gebissen?',
    ],
    ['Min hund bet grannens katt, vem betalar?', 'Grannens hund bet min katt, vem betalar?'],
    ['Wie lange dauert der Flug von Berlin nach Rom?', 'Wie lange dauert der Flug von Rom nach Berlin?'],
    ['¿Cómo puedo ayudar a mi hijo?', '¿Cómo puedo ayudar a mi hija?'],
    ['Est-ce que je dois payer la taxe ?', 'Est-ce que je peux payer la taxe ?'],
    ['Jak usunąć konto na Allegro?', 'Jak założyć konto na Allegro?'],
    ['Pourquoi le chat mord-il le chien ?', 'Pourquoi le chien mord-il le chat ?'],
    ['Qui a battu Nadal à Rome ?', 'Qui Nadal a-t-il battu à Rome ?'],
    ['¿Quién mató a Héctor en la guerra?', '¿A quién mató Héctor en la guerra?'],
    ['Hur tar jag bort mitt konto?', 'Hur tar jag tillbaka mitt konto?'],
    ['Как мне удалить аккаунт?', 'Как мне создать аккаунт?'],
    ['Wo kann ich parken?', 'Wo habe ich geparkt?'],
    ['Où est ma valise ?', 'Où faire ma valise ?'],
    ['Hvor lenge kan jeg parkere?', 'Hvor kan jeg parkere?'],
    ['Где купить билет?', 'Где продать билет?'],
    ['Comment puis-je annuler mon vol ?', 'Comment puis-je annuler son vol ?'],
    ['Como faço para ligar o modo escuro?', 'Como faço para desligar o modo escuro?'],
    ['Schreibe mir ein Gedicht über den Winter.', 'Kannst du mir ein Lied über den Winter schreiben?'],
    ['Schreibe mir einen Brief.', 'Kannst du ihm einen Brief schreiben?'],
    ['Escribe un poema sobre el mar.', '¿Puedes traducir un poema sobre el mar?'],
    ['Si je perds mon passeport, qui dois-je appeler ?', 'Si je perds mon passeport, qui dois-je payer ?'],
    ['Wenn ich kündige, was steht mir zu?', 'Wenn mir was zusteht, wie kündige ich?'],
    ['Wie viele Kalorien haben 2 gekochte Eier?', 'Wie viele Kalorien haben drei gekochte Eier?'],
    ['¿Qué puedo hacer contra el insomnio?', '¿Qué puedo comer contra el insomnio?'],
    ['¿Qué síntomas tiene la varicela?', '¿Qué tratamiento tiene la varicela?'],
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});

describe('a text of English words', () => {
  test.each([
    'How do I send an e-mail from a shared mailbox?',
    'Explain inflation to a ten-year-old',
    'How do I join two strings in C?',
    'Reasons for a vitamin D deficiency',
    "I'd rather leave on Friday",
    'Recommend non-scary films for a sleepover',
    'How do I fill in form W-4?',
  ])('is English, whatever language has one of them too: %s', (text) => {
    expect(analyse(text, dictionary).wording).toBeUndefined();
  });

  test.each([
    ["Comment apprendre l'anglais rapidement ?", 'fr'],
    ['Wo kann ich parken?', 'de'],
    ['Hoe zeg ik mijn abonnement op?', 'nl'],
  ])('another one is of its own: %s', (text, name) => {
    expect(analyse(text, dictionary).wording?.language.name).toBe(name);
  });
});
