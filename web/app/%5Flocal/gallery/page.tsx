export default function Gallery() {
  return <main className="p-4">Gallery</main>;
}
