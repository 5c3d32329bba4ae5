import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { magicLinkStates } from './magic-link.ts';

const stage = openStage();

describe('nobody is kept out of signing in by mail: axe, light and dark, wide and narrow', () => {
  it.each(magicLinkStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
