import { faultsOf } from '../harness/look.ts';
import { openStage } from '../harness/scene.ts';
import { galleryStates } from './gallery.ts';

const stage = openStage();

describe('nobody is kept out in the gallery of components: axe, light and dark, wide and narrow', () => {
  it.each(galleryStates)(
    'finds nothing on $name',
    stage.scene(async (scene, state) => {
      expect(await faultsOf(scene, state)).toEqual([]);
    }),
  );
});
