// JSON for a person to read or paste.

/** Indented; as it came where it is not JSON. */
export function readableJson(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2)
  } catch {
    return json
  }
}
