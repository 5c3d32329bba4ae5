import { Home } from '../features/service/home.tsx';

export default function Page() {
  return <Home />;
}
