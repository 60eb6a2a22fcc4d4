import { describe, expect, test } from 'vitest';
import { expectServed, isServed } from '../test-judge.ts';

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
  ])('%s / %s', expectServed);
});

describe('another question of that language', () => {
  test.each([
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
  ])('%s / %s', (a, b) => expect(isServed(a, b)).toBe(false));
});
