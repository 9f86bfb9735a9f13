// The letters of every script that names are written in. It must be read before such a name stands: a font that arrives later lays out
// the whole window anew.

/** Reads the files of all scripts. Where one can't be read, the system's letters stand in for it, as they do meanwhile. */
export async function readLetters(): Promise<void> {
  await Promise.allSettled([...document.fonts].map((font) => font.load()))
}
