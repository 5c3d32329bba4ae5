import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { socialSettings, socialStates } from './social.ts';

const stage = openStage({ settings: socialSettings });

describe('nobody is kept out where providers sign in: axe, light and dark, wide and narrow', () => {
  it.each(socialStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
