import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { mfaStates } from './mfa.ts';

const stage = openStage();

describe('nobody is kept out at the second step: axe, light and dark, wide and narrow', () => {
  it.each(mfaStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
