import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { passwordStates } from './password.ts';

const stage = openStage();

describe('nobody is kept out by a password that is forgotten or changed: axe, light and dark, wide and narrow', () => {
  it.each(passwordStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
