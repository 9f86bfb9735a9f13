// What was typed into the form of a note and not saved yet, so that closing the form loses nothing; with the desk it is let go.

/** By customer. */
const drafts = new Map<string, string>()

export const noteDraft = (customerId: string): string => drafts.get(customerId) ?? ''

export function keepNoteDraft(customerId: string, text: string): void {
  if (text.trim() === '') drafts.delete(customerId)
  else drafts.set(customerId, text)
}

export const forgetNoteDrafts = (): void => drafts.clear()
