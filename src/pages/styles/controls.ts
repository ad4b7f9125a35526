/** Style of what is in a form. */
export const controlRules = `
.form { display: flex; flex-direction: column; gap: calc(1.125*var(--space)); margin-top: calc(1.75*var(--space)) }
.label { display: block; margin-bottom: .375rem; color: var(--label); font-size: .9375rem; font-weight: 550 }
.input { display: block; width: 100%; min-height: var(--control); padding: .5rem .875rem; font: inherit; color: var(--heading);
  background: var(--input-background); border: 1px solid var(--input-border); border-radius: var(--input-radius); appearance: none }
.input::placeholder { color: var(--placeholder) }
.input[aria-invalid] { border-color: var(--error-border); box-shadow: inset 0 0 0 1px var(--error-border) }
.code { font: 600 1.375rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: .25em; text-align: center }
.hint { margin-top: .375rem; color: var(--input-description); font-size: .875rem }
.check { display: flex; align-items: center; gap: .625rem; min-height: 2.75rem; margin-block: calc(-.5*var(--space)); cursor: pointer }
.check input { flex: none; appearance: none; display: grid; place-items: center; width: 1.25rem; height: 1.25rem; margin: 0; cursor: pointer;
  background: var(--option-background); border: 1px solid var(--option-border); border-radius: 5px }
.check input:checked { background: var(--option-selected-background); border-color: var(--option-selected-background) }
.check input:checked::before { content: ""; width: .35rem; height: .65rem; margin-top: -.15rem; border: solid var(--option-selected-foreground); border-width: 0 2px 2px 0; transform: rotate(45deg) }
@media (forced-colors: active) { .check input { appearance: auto } .check input:checked::before { content: none } }

.button { display: flex; align-items: center; justify-content: center; gap: .625rem; width: 100%; min-height: var(--control); padding: .5rem 1rem;
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; border: 1px solid; border-radius: var(--button-radius); cursor: pointer }
.button span { min-width: 0; overflow-wrap: anywhere }
.primary { background: var(--primary-background); border-color: var(--primary-border); color: var(--primary-text) }
:where(.primary):hover { background: var(--primary-hover-background); border-color: var(--primary-hover-border); color: var(--primary-hover-text) }
:where(.primary):active { background: var(--primary-active-background); border-color: var(--primary-active-border); color: var(--primary-active-text) }
.secondary { background: var(--secondary-background); border-color: var(--secondary-border); color: var(--secondary-text) }
:where(.secondary):hover { background: var(--secondary-hover-background); border-color: var(--secondary-hover-border); color: var(--secondary-hover-text) }
:where(.secondary):active { background: var(--secondary-active-background); border-color: var(--secondary-active-border); color: var(--secondary-active-text) }
.provider, .choice { background: var(--provider-background); border-color: var(--provider-border); color: var(--provider-text); font-weight: 550 }
:where(.provider, .choice):hover { background: var(--provider-hover-background); border-color: var(--provider-hover-border); color: var(--provider-hover-text) }
:where(.provider, .choice):active { background: var(--provider-active-background); border-color: var(--provider-active-border); color: var(--provider-active-text) }
.providers { display: flex; flex-direction: column; gap: .625rem; margin-top: calc(1.25*var(--space)) }
.choices { display: flex; flex-direction: column; gap: .625rem }
.choice { justify-content: flex-start; min-height: 3.5rem; text-align: start }
.choice span { flex: 1; min-width: 0 }
.choice .icon { color: var(--link) }
.choice .icon:last-child { width: 1rem; height: 1rem; color: var(--description) }
.social-note { margin-top: .75rem; color: var(--description); font-size: .875rem; text-align: center; text-wrap: balance }

.link { padding: 0; font: inherit; font-weight: 500; color: var(--link); background: none; border: 0; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: .2em; cursor: pointer; overflow-wrap: anywhere; text-align: inherit }
:where(.link):hover { color: var(--link-hover); text-decoration-thickness: 2px }
.links { margin-top: calc(1.25*var(--space)); font-size: .9375rem }
.links li { display: flex; flex-wrap: wrap; align-items: center; justify-content: center; column-gap: .375rem; min-height: 2.75rem; color: var(--description); text-align: center }
.links .link, .open-app .link { display: inline-flex; align-items: center; min-height: 2.75rem }
.links li > .link:first-child { text-decoration-line: none }
.links li > .link:first-child:hover { text-decoration-line: underline }
.inline { display: inline }
.legal { color: var(--description); font-size: .875rem }
.divider { display: flex; align-items: center; gap: .875rem; margin-top: calc(1.25*var(--space)); color: var(--description); font-size: .875rem }
.divider::before, .divider::after { content: ""; flex: 1; border-top: 1px solid var(--divider) }

.alert { display: flex; gap: .625rem; margin-top: calc(1.25*var(--space)); padding: .75rem .875rem; color: var(--heading); font-size: .9375rem; border: 1px solid; border-radius: var(--alert-radius) }
.alert p { flex: 1; min-width: 0; overflow-wrap: anywhere }
.alert .icon { margin-top: .05rem }
.form .alert { margin-top: 0 }
.error { background: var(--error-background); border-color: var(--error-border) }
.error .icon { color: var(--error-border) }
.success { background: var(--success-background); border-color: var(--success-border) }
.success .icon { color: var(--success-indicator) }

.policy { color: var(--input-description); font-size: .875rem; margin-top: calc(-.5*var(--space)) }
.policy ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: .125rem .75rem; margin-top: .25rem }
.policy li { position: relative; padding-left: 1rem }
.policy li::before { content: ""; position: absolute; left: .125rem; top: .55em; width: .3125rem; height: .3125rem; border-radius: 50%; background: currentColor; opacity: .7 }
.qr { display: block; width: 13rem; max-width: 100%; height: auto; margin: calc(1.25*var(--space)) auto 0; border-radius: 12px; border: 1px solid var(--form-border) }
.open-app { display: flex; justify-content: center; text-align: center; margin-top: .25rem; font-size: .9375rem }
.secret-hint { margin-top: .5rem; color: var(--description); font-size: .9375rem; text-align: center }
.secret { margin-top: .5rem; padding: .75rem; border: 1px dashed var(--input-border); border-radius: var(--input-radius); color: var(--heading); text-align: center; overflow-wrap: anywhere; user-select: all }
.secret code { font: 550 .9375rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.step { margin-top: calc(1.5*var(--space)); color: var(--description); text-align: center }
.fine { margin-top: var(--space); color: var(--description); font-size: .875rem; text-align: center; overflow-wrap: anywhere }

:focus-visible { outline: 2px solid var(--focus-border); outline-offset: 2px }
:where(.input):focus-visible { outline-offset: 0; border-color: var(--focus-border) }
@media (prefers-reduced-motion: no-preference) {
  .button, .link, .input, .languages a { transition: background-color .15s, border-color .15s, color .15s, box-shadow .15s }
}
`
