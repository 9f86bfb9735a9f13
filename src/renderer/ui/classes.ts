// Joins class names, leaving out what is absent. Nothing cleverer.

export function classes(...names: readonly (string | false | null | undefined)[]): string {
  return names.filter((name) => typeof name === 'string' && name !== '').join(' ')
}
