// A link that opens the operator's own mail program with a message in it; nothing is sent from here. Pure. It must only make what the
// shell lets through (electron/shell/external-links.ts): one plain address, a subject, a body.

export interface Mail {
  to: string
  subject: string
  body: string
}

/** Characters of the whole link; longer ones are cut off by some systems. */
const longestMailLink = 2000
export const longestSubject = 200

const plainAddress =
  /^[a-z0-9][a-z0-9_+-]*(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])$/i

/** Of letters, digits and the few signs that no program takes for anything else. */
function isPlainAddress(text: string): boolean {
  return text.length <= 254 && plainAddress.test(text)
}

/** Why it can't be opened in a mail program, as a sentence; null when it can. */
export function whyNoMail({ to, subject, body }: Mail): string | null {
  if (!isPlainAddress(to))
    return 'One plain e-mail address is needed. For any other, copy the message and write it yourself.'
  if (subject.trim() === '') return 'A subject is needed.'
  return mailLink({ to, subject, body }).length > longestMailLink
    ? 'This is too long for a link to the mail program. Shorten it, or copy the message.'
    : null
}

export function mailLink({ to, subject, body }: Mail): string {
  const oneLine = subject
    .replaceAll(/(?:\p{Cc}|%0[AD])+/giu, ' ')
    .trim()
    .slice(0, longestSubject)
  const lines = body.replaceAll(/\r\n?/g, '\n').replaceAll(/(?!\n)\p{Cc}/gu, ' ')
  return `mailto:${to}?subject=${encoded(oneLine)}&body=${encoded(lines.replaceAll('\n', '\r\n'))}`
}

/** Also the signs that encodeURIComponent leaves: some openers are scripts. */
function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
