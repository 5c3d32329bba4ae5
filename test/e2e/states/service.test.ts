import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { serviceStates } from './service.ts';

const stage = openStage();

describe('nobody is kept out where something failed, and beside the site: axe, light and dark, wide and narrow', () => {
  it.each(serviceStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
