// Reads form-encoded bodies and query strings with Stripe's nested brackets. Everything stays text: meaning is given by the rules of each operation.

export type FormValue = string | FormFields
export interface FormFields {
  [name: string]: FormValue
}

/** `a[b][0]=c` becomes `{a: {b: {0: 'c'}}}`; `a[]=c` takes the next number. Objects have no prototype, so no name is special. */
export function readForm(text: string): FormFields {
  const fields = emptyFields()
  for (const [name, value] of new URLSearchParams(text)) place(fields, pathOf(name), value)
  return fields
}

/** The same fields in one fixed order, to compare the parameters of two requests. */
export function canonicalForm(fields: FormFields): string {
  const sorted = (value: FormValue): unknown =>
    typeof value === 'string'
      ? value
      : Object.keys(value)
          .toSorted()
          .map((name) => [name, sorted(value[name] ?? '')])
  return JSON.stringify(sorted(fields))
}

const emptyFields = (): FormFields => Object.create(null) as FormFields

function pathOf(name: string): string[] {
  const open = name.indexOf('[')
  if (open <= 0) return [name]
  return [
    name.slice(0, open),
    ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((part) => part[1] ?? ''),
  ]
}

function place(fields: FormFields, path: string[], value: string): void {
  let at = fields
  for (const [index, part] of path.entries()) {
    const name = part === '' ? String(Object.keys(at).length) : part
    if (index === path.length - 1) {
      at[name] = value
      return
    }
    let next = at[name]
    if (next === undefined || typeof next === 'string') {
      next = emptyFields()
      at[name] = next
    }
    at = next
  }
}
