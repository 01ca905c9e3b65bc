// A case as a link. It stands in the fragment, so no server sees it.

/** @param {object} patientCase */
export async function packed(patientCase) {
  const bytes = new TextEncoder().encode(JSON.stringify(patientCase));
  const small = await through(bytes, new CompressionStream('deflate-raw'));
  return btoa(String.fromCharCode(...small)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The case of a link; throws when it is none. @param {string} text */
export async function unpacked(text) {
  const small = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  const bytes = await through(small, new DecompressionStream('deflate-raw'));
  return JSON.parse(new TextDecoder().decode(bytes));
}

const through = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());

/** Gives a file to the reader. @param {string} name @param {string} text @param {string} type */
export function download(name, text, type = 'application/json') {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const anchor = Object.assign(document.createElement('a'), { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
