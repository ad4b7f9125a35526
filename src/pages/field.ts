import { ERROR_ID } from './alert.ts'
import { attribute } from './attribute.ts'
import { type Html, html } from './html.ts'

/** An input with its label. */
export type Field = {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'password' | 'email' | 'tel' | 'date' | 'number' | 'url'
  readonly value?: string
  readonly autocomplete?: string
  readonly inputmode?: 'numeric' | 'tel' | 'email' | 'text'
  readonly isOptional?: boolean
  readonly hint?: string | undefined
  readonly minLength?: number | undefined
  readonly maxLength?: number | undefined
  /** What stands below the input and tells more about it, by its id. */
  readonly describedBy?: string
  /** Whether it is one code, shown in large figures. */
  readonly isCode?: boolean
}

/** What is wrong with a form, as its page shows it. `wrong` names the field; without it, it is the form's first. */
export type Failure = { readonly error?: string | undefined; readonly wrong?: string | undefined }

/** An id of a name: names of custom attributes may be of any characters. */
const idOf = (name: string) => `field-${encodeURIComponent(name.toWellFormed())}`

const fieldHtml = (field: Field, isWrong: boolean, isFirst: boolean): Html => {
  const { name, label, type = 'text', value, hint, isOptional = false, isCode = false } = field
  const id = idOf(name)
  const described = [hint && `${id}-hint`, field.describedBy, isWrong && ERROR_ID].filter(Boolean).join(' ')
  return html`
<div class="field">
<label class="label label-customizable" for="${id}">${label}</label>
<input class="input${isCode && ' code'} inputField-customizable" id="${id}" name="${name}" type="${type}"${[
    attribute('value', value),
    attribute('autocomplete', field.autocomplete),
    attribute('inputmode', field.inputmode),
    attribute('minlength', field.minLength),
    attribute('maxlength', field.maxLength),
    attribute('aria-describedby', described || undefined),
    attribute('aria-invalid', isWrong && 'true'),
    attribute('autocapitalize', type === 'text' && field.autocomplete !== undefined && 'none'),
    attribute('spellcheck', type === 'text' && 'false'),
    attribute('required', !isOptional && ''),
    attribute('autofocus', isFirst && ''),
  ]}>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
</div>`
}

/**
 * The fields of a form. The first that is wrong is marked and has the focus; if nothing is wrong, `first`
 * has it, which is the name of the form's first field.
 */
export const fields = ({ error, wrong }: Failure, first: string) => {
  const marked = error === undefined ? undefined : (wrong ?? first)
  return (field: Field): Html => fieldHtml(field, field.name === marked, field.name === (marked ?? first))
}
