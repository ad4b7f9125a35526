import { createHash } from 'node:crypto'

/** Plain JavaScript, as browsers load it. Older ones lack the conversions from and to JSON (WebAuthn level 3, section 5.1). */
const source = `'use strict';
(() => {
  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
  const encode = (bytes) =>
    btoa(Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join(''))
      .replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  const withBytes = (list) => (list || []).map((item) => ({ ...item, id: decode(item.id) }));

  const fromJson = {
    get: (options) => PublicKeyCredential.parseRequestOptionsFromJSON
      ? PublicKeyCredential.parseRequestOptionsFromJSON(options)
      : { ...options, challenge: decode(options.challenge), allowCredentials: withBytes(options.allowCredentials) },
    create: (options) => PublicKeyCredential.parseCreationOptionsFromJSON
      ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
      : {
          ...options,
          challenge: decode(options.challenge),
          user: { ...options.user, id: decode(options.user.id) },
          excludeCredentials: withBytes(options.excludeCredentials),
        },
  };

  const fields = ['clientDataJSON', 'authenticatorData', 'signature', 'userHandle', 'attestationObject'];
  const toJson = (credential) => {
    try {
      return credential.toJSON();
    } catch {
      const { id, type, authenticatorAttachment, response } = credential;
      const present = fields.filter((name) => response[name]);
      return {
        id, rawId: id, type, authenticatorAttachment,
        clientExtensionResults: credential.getClientExtensionResults(),
        response: {
          ...Object.fromEntries(present.map((name) => [name, encode(response[name])])),
          ...(response.getTransports && { transports: response.getTransports() }),
        },
      };
    }
  };

  const isSupported = Boolean(window.PublicKeyCredential && navigator.credentials);
  let waiting = new AbortController();

  const ask = async (form, more) => {
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const call = form.dataset.passkey === 'create' ? 'create' : 'get';
    const say = (name) => {
      for (const text of form.querySelectorAll('[data-says]')) text.hidden = text.dataset.says !== name;
    };
    say('');
    try {
      const publicKey = fromJson[call](JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[call]({ publicKey, signal, ...more });
      form.elements.namedItem('credential').value = JSON.stringify(toJson(credential));
      form.submit();
    } catch (error) {
      if (signal.aborted || more) return;
      say(error.name === 'NotSupportedError' ? 'unsupported' : 'cancelled');
    }
  };

  const start = async (form) => {
    const button = form.querySelector('[data-start]');
    if (!isSupported) {
      const quiet = form.dataset.starts === 'autofill';
      for (const text of form.querySelectorAll('[data-says=unsupported]')) text.hidden = quiet;
      return;
    }
    button.hidden = false;
    button.addEventListener('click', () => ask(form));
    if (form.dataset.starts === 'page') await ask(form);
    const conditional = PublicKeyCredential.isConditionalMediationAvailable;
    if (form.dataset.starts === 'autofill' && conditional && await conditional.call(PublicKeyCredential)) {
      await ask(form, { mediation: 'conditional' });
    }
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) start(form);
})();
`

/** The script of pages that ask for a passkey, and a hash of it for its address. */
export const passkeyScript: { readonly text: string; readonly hash: string } = {
  text: source,
  hash: createHash('sha256').update(source).digest('base64url').slice(0, 16),
}
