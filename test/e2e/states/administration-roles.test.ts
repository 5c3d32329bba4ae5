import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { roleStates } from './administration-roles.ts';

const stage = openStage();

describe('nobody is kept out of the roles: axe, light and dark, wide and narrow', () => {
  it.each(roleStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
