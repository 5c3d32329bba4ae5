import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { sessionStates } from './session.ts';

const stage = openStage();

describe('nobody is kept out in a session and after it: axe, light and dark, wide and narrow', () => {
  it.each(sessionStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
