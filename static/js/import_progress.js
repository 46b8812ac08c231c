// Follows the work on an import: its stage, its rows, and where to go on when it is done.

const WAIT = 500;

// Returns what the server tells; null where it cannot be reached just now.
export async function askProgress(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export function showProgress(place, told) {
  const bar = place.querySelector("progress");
  const text = place.querySelector("[data-progress-text]");
  if (told.text && text.textContent !== told.text) text.textContent = told.text;
  if (told.total) {
    bar.max = told.total;
    bar.value = told.done;
  } else {
    bar.removeAttribute("value");
  }
}

// Calls back after each answer until it says to stop.
export function followProgress(address, tell) {
  setTimeout(async () => {
    const told = await askProgress(address);
    if (told === null || tell(told)) followProgress(address, tell);
  }, WAIT);
}

for (const place of document.querySelectorAll("[data-progress]:not(form)")) {
  followProgress(place.dataset.progress, (told) => {
    if (told.next) {
      location.assign(told.next);
      return false;
    }
    showProgress(place, told);
    return true;
  });
}
