import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { userListStates } from './administration-users.ts';

const stage = openStage();

describe('nobody is kept out of the users: axe, light and dark, wide and narrow', () => {
  it.each(userListStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
