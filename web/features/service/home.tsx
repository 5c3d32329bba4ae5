import { brand } from '../../lib/brand.ts';
import { PageHeading } from '../../ui/heading.tsx';
import { Mark } from '../../ui/mark.tsx';
import { PageFoot } from '../../ui/page-foot.tsx';
import { Arches } from './arches.tsx';
import { WayIn } from './way-in.tsx';

/** Where the site begins: whose it is, and the way in. */
export function Home() {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col px-6 py-6 sm:py-8">
      <header>
        <Mark />
      </header>
      <main className="my-auto grid items-center gap-8 py-10 md:grid-cols-[1fr_auto] md:gap-16">
        {brand.logo === null && (
          <div className="w-36 md:order-last md:w-80">
            <Arches />
          </div>
        )}
        <div className="grid max-w-xl gap-7">
          <div className="grid gap-4">
            <PageHeading large>Your {brand.name} account</PageHeading>
            <p className="text-lg text-soft">
              This is where you sign in with {brand.name}, and where you look after your account: who you are here, and
              how you get in.
            </p>
          </div>
          <WayIn />
        </div>
      </main>
      <PageFoot />
    </div>
  );
}
