import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { forbiddenStates } from './administration-forbidden.ts';

const stage = openStage();

describe('nobody is left without words on a page that they may not see: axe, light and dark, wide and narrow', () => {
  it.each(forbiddenStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
