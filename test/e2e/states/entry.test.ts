import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { entryStates } from './entry.ts';

const stage = openStage();

describe('nobody is kept out where people come in: axe, light and dark, wide and narrow', () => {
  it.each(entryStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
