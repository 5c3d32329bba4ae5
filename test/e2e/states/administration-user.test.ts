import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { userStates } from './administration-user.ts';

const stage = openStage();

describe('nobody is kept out of the details of a user: axe, light and dark, wide and narrow', () => {
  it.each(userStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
