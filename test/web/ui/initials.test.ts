import { initials } from '../../../web/ui/initials.ts';

describe('the initials of a name', () => {
  it('are the first letters of its first and last word', () => {
    const names = ['Ada Lovelace', 'Ada King Lovelace', 'plato', '  grace   hopper ', 'Anne-Marie Curie', "O'Neill"];
    expect(names.map(initials)).toEqual(['AL', 'AL', 'P', 'GH', 'AC', 'O']);
  });

  it('keep the marks of a letter, in any script', () => {
    expect(['A\u030angström Éva', '渋沢 栄一', 'Øyvind', '李', '2pac Shakur'].map(initials)).toEqual([
      'A\u030aÉ',
      '渋栄',
      'Ø',
      '李',
      '2S',
    ]);
  });

  it('are empty where there is no letter', () => {
    expect(['', '…', '😀', "'", ' \t '].map(initials)).toEqual(['', '', '', '', '']);
  });
});
