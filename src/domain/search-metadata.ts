// A key of metadata with its value, as people type them into a search.

export interface TypedMetadata {
  key: string
  value: string
}

/** `order_id:8841`, `order_id=8841`, `order_id: "A 12"`; an address such as https://… is none. */
export function metadataOf(text: string): TypedMetadata | null {
  const parts =
    /^\s*([\p{L}\p{N}_][\p{L}\p{N}_.-]{0,39})\s*[:=]\s*(?!\/\/)(?:"([^"]+)"|(\S.{0,499}?))\s*$/u.exec(text)
  const [, key, quoted, plain] = parts ?? []
  const value = quoted ?? plain
  return key === undefined || value === undefined ? null : { key, value }
}
