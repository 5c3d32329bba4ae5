import type { GatewayAnswer, GatewayRequest } from '../gateway/message.ts';
import { answerFile, type SiteFiles } from './answer.ts';
import { pack } from './pack.ts';
import { failedPage, waitingPage } from './waiting-pages.ts';

/** Where the site comes from. */
export interface SiteSource {
  /** What the site that is there was made of; null where there is none. */
  built(): string | null;
  /** What it would be made of now. */
  current(): string;
  read(): { fingerprint: string; files: ReadonlyMap<string, Buffer> } | null;
  /** Rejects with an error whose message is for whoever has to mend it. */
  build(signal: AbortSignal): Promise<void>;
}

/** The site on the local platform: what is built, or a page that waits for it. */
export interface SiteHost {
  answer(request: GatewayRequest): Promise<GatewayAnswer>;
  /** Builds the site where it is missing or older than its sources, and serves it once it is there. Never rejects. */
  refresh(): Promise<void>;
  /** Ends a build that runs. */
  close(): Promise<void>;
}

/** @param say is told, in one sentence, of what takes long and of what failed. */
export function siteHost(source: SiteSource, say: (words: string) => void): SiteHost {
  const stop = new AbortController();
  let shown: { fingerprint: string; files: SiteFiles } | null = null;
  let failure: string | null = null;
  let building = Promise.resolve();

  /** What lies there now, also where another process has just put it there. */
  const files = (): SiteFiles | null => {
    const built = source.built();
    if (built !== null && built !== shown?.fingerprint) {
      const site = source.read();
      if (site) shown = { fingerprint: site.fingerprint, files: packed(site.files) };
    }
    return shown?.files ?? null;
  };

  const refresh = async () => {
    try {
      if (source.built() === source.current()) return;
      say(files() ? 'The site is older than its sources. Building it anew…' : 'Building the site…');
      await source.build(stop.signal);
      if (!stop.signal.aborted) say('The site is built.');
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      say(`The site could not be built:\n\n${failure}\n\n${whatNow(files() !== null)}`);
    }
  };

  return {
    async answer(request) {
      const site = files();
      if (site) return answerFile(request, site);
      return failure === null ? waitingPage() : failedPage(failure);
    },
    refresh() {
      building = building.then(refresh);
      return building;
    },
    close() {
      stop.abort();
      return building;
    },
  };
}

function whatNow(hasOld: boolean): string {
  const meanwhile = hasOld ? 'The old one is served meanwhile' : 'The API goes on';
  return `${meanwhile}. Mend that and run npm run build: this platform takes what it builds.`;
}

function packed(files: ReadonlyMap<string, Buffer>): SiteFiles {
  return new Map([...files].map(([path, bytes]) => [path, pack(path, bytes)]));
}
