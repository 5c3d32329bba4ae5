export default function NotFound() {
  return <main className="p-4">Nothing here</main>;
}
