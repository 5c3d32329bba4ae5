import { Avatar } from '../avatar.tsx';
import { Part, Specimen } from './specimen.tsx';

export function People() {
  return (
    <Part id="people" title="People">
      <Specimen of="Sizes">
        <Avatar name="Ada Lovelace" url={null} size="small" />
        <Avatar name="Ada Lovelace" url={null} />
        <Avatar name="Ada Lovelace" url={null} size="large" />
      </Specimen>
      <Specimen of="One word, other scripts, no letters">
        <Avatar name="Plato" url={null} />
        <Avatar name="渋沢 栄一" url={null} />
        <Avatar name="Ångström Éva" url={null} />
        <Avatar name="…" url={null} />
      </Specimen>
    </Part>
  );
}
