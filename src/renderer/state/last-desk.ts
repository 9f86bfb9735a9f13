// Which desk was last on screen in this run, so that a link without a desk finds one. It is not kept on disk.

let last: string | null = null

/** Null where none was shown yet. */
export const lastDesk = (): string | null => last

export function rememberDesk(deskId: string): void {
  last = deskId
}
