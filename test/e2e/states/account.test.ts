import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { accountStates } from './account.ts';

const stage = openStage();

describe('nobody is kept out where an account is looked after: axe, light and dark, wide and narrow', () => {
  it.each(accountStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
