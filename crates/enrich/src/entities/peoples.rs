//! Peoples and faiths that no country has its name from: `Māori`, `Kurds`, `Muslim`.

use foldhash::HashSet;
use std::sync::LazyLock;

/// As printed. A word that is more often something else is left out.
static PEOPLES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    "Aboriginal Adivasi Adivasis African Africans Afrikaner Afrikaners Amazigh Amhara Anglican Anglicans Arab Arabs Ashanti \
    Asian Asians Aymara Balkan Baloch Baltic Basque Basques Bedouin Bedouins Bengali Bengalis Berber Berbers Buddhist \
    Buddhists Catalan Catalans Catholic Catholics Caucasian Chechen Chechens Christian Christians Coptic Copts Dalit Dalits \
    Dinka Druze European Europeans Evangelical Flemish Fulani Garifuna Hausa Hazara Hazaras Hindu Hindus Hispanic Hutu Igbo \
    Indigenous Inuit Islamic Islamist Islamists Jain Jains Jew Jewish Jews Karen Kashmiri Kashmiris Kikuyu Kurd Kurdish Kurds \
    Latino Latinos Lingayat Luo Lutheran Maasai Maori Māori Mapuche Marathi Marathas Maya Mayan Mayans Methodist Muslim \
    Muslims Nordic Nuer Oromo Orthodox Pacifica Pashtun Pashtuns Pasifika Protestant Protestants Punjabi Punjabis Quechua \
    Rohingya Roma Sami Scandinavian Shia Shias Shiite Shiites Shi'ite Sikh Sikhs Sindhi Sinhala Sinhalese Slavic Sufi Sunni \
    Sunnis Tamil Tamils Tatar Tatars Tibetan Tibetans Tigrayan Tigrayans Tutsi Tutsis Uighur Uighurs Uygur Uygurs Uyghur \
    Uyghurs Western Yazidi Yazidis Yoruba Zionist Zionists Zulu Zulus"
        .split_whitespace()
        .collect()
});

/// Whether the word, as printed, names a people or a faith.
pub(super) fn is_people(word: &str) -> bool {
    PEOPLES.contains(word)
}
