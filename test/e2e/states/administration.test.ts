import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { administrationStates } from './administration.ts';

const stage = openStage();

describe('nobody is kept out of the administration: axe, light and dark, wide and narrow', () => {
  it.each(administrationStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
